using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Foundation.Memory;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Chunks;

/// <summary>
/// The finished chunks of the head, in the files of <c>chunks_head</c>: written once, read through memory maps, so that they cost page cache
/// and not memory. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Chunks gather in a buffer and reach the file together. What is in the buffer when the process dies is in the log too, so nothing has to be
/// made durable here. When the disk is full the buffer keeps what it has and is written later; the log, which is written first, stops
/// the samples that would make it grow.
/// </remarks>
internal sealed class HeadChunkFiles : IDisposable
{
    private const int FlushBytes = 128 << 10;

    /// <summary>Several thousand chunks of the usual length: more than commits finish between their promise and its end.</summary>
    private const int ReservedBytes = 8 << 20;

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly ByteBuffer _pending = new(FlushBytes * 2);
    private readonly SortedDictionary<int, HeadChunkFile> _files = [];
    private long _failedFlushes;
    [SuppressMessage("Usage", "CA2213", Justification = "It is one of the files, which are all disposed.")]
    private HeadChunkFile? _current;

    /// <summary>Opens the directory without reading it: <see cref="ReadAll"/> comes next.</summary>
    public HeadChunkFiles(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        OpenFiles(directory, isForeign: false);
    }

    /// <summary>As the other, with files that are only read, in a directory that need not be there.</summary>
    /// <param name="newDirectory">Where chunks are written; made when the first one comes.</param>
    public HeadChunkFiles(string directory, string newDirectory)
    {
        _directory = newDirectory;
        if (Directory.Exists(directory))
        {
            OpenFiles(directory, isForeign: true);
        }
    }

    /// <summary>How often the disk did not take what is in the buffer.</summary>
    public long FailedFlushes => Volatile.Read(ref _failedFlushes);

    public long SizeBytes
    {
        get
        {
            lock (_lock)
            {
                return _files.Values.Sum(file => (long)file.Length) + _pending.Length;
            }
        }
    }

    /// <summary>No chunk written until now has a greater location.</summary>
    public ulong LastLocation
    {
        get
        {
            lock (_lock)
            {
                return _current is null ? 0 : ((ulong)(uint)_current.Number << 32) | (uint)(_current.Length + _pending.Length);
            }
        }
    }

    /// <summary>
    /// Goes through all chunks in the order they were written. At the first damage it stops: that file is cut there and all later ones are removed
    /// (the log still has their samples), and what is wrong is returned. A file that a process which was killed left at its full size gets that of its
    /// chunks.
    /// </summary>
    public CorruptionException? ReadAll(HeadChunkVisitor visit)
    {
        lock (_lock)
        {
            var expected = _files.Keys.FirstOrDefault();
            foreach (var file in _files.Values)
            {
                if (file == _files.Values.Last() && IsUntouched(file))
                {
                    // Made, but never written to, when the process ended.
                    Delete(file);
                    return null;
                }

                var end = 0;
                var problem = file.Number != expected++
                    ? new CorruptionException($"the file before it is missing: found {file.Number}", path: file.Path)
                    : ReadFile(file, visit, out end);
                if (problem is not null)
                {
                    CutAt(file, problem.Offset ?? 0);
                    return problem;
                }

                Shorten(file, end);
            }

            return null;
        }
    }

    /// <summary>
    /// Makes sure that some thousands of chunks can be written to a file that is there, for who cannot do without. Throws <see cref="IOException"/>
    /// if a new file is needed and cannot be made.
    /// </summary>
    public void Reserve()
    {
        lock (_lock)
        {
            if (!HasRoom(ReservedBytes))
            {
                StartFile();
            }
        }
    }

    /// <summary>Adds a chunk and returns where it will be. Throws <see cref="IOException"/> if a new file cannot be made.</summary>
    public ulong Write(ulong walRef, bool outOfOrder, in ChunkView chunk)
    {
        lock (_lock)
        {
            if (!HasRoom(HeadChunkFormat.SizeOf(chunk.Data.Length)))
            {
                StartFile();
            }

            var location = ((ulong)(uint)_current!.Number << 32) | (uint)(_current.Length + _pending.Length);
            HeadChunkFormat.Write(_pending, walRef, outOfOrder, chunk);
            if (_pending.Length >= FlushBytes)
            {
                TryFlush();
            }

            return location;
        }
    }

    /// <summary>
    /// Reads a chunk into the reader. Throws <see cref="CorruptionException"/> if there is none at the location.
    /// </summary>
    public void Load(ulong location, ChunkReader reader)
    {
        var chunk = Find(location, out var file);
        reader.Load(chunk.Encoding, chunk.Data);
        GC.KeepAlive(file);
    }

    /// <summary>Appends the chunk's bytes, for those who copy chunks.</summary>
    public ChunkEncoding CopyTo(ulong location, ByteBuffer destination)
    {
        var chunk = Find(location, out var file);
        destination.Append(chunk.Data);
        GC.KeepAlive(file);
        return chunk.Encoding;
    }

    /// <summary>Hands what is in the buffer to the system. Throws <see cref="IOException"/> when the disk does not take it.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            FlushPending();
        }
    }

    /// <summary>
    /// Makes all that was written outlive the machine; what comes then goes to another file. Throws <see cref="IOException"/> when the disk does not
    /// take it.
    /// </summary>
    public void Complete()
    {
        lock (_lock)
        {
            CloseCurrent();
        }
    }

    /// <summary>Removes the files with lower numbers, but never the one that is written to. Nobody may still read their chunks.</summary>
    public void DeleteBefore(int number)
    {
        lock (_lock)
        {
            foreach (var file in _files.Values.TakeWhile(file => file.Number < number && file != _current).ToList())
            {
                Delete(file);
            }
        }
    }

    /// <summary>
    /// Flushes, cuts the last file to its length and closes all. What the disk does not take of it is in the log; who wants to hear of that calls
    /// <see cref="Complete"/> before.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                CloseCurrent();
            }
            catch (IOException)
            {
                _failedFlushes++;
                _current!.Writer!.Dispose();
            }
            finally
            {
                foreach (var file in _files.Values)
                {
                    file.Dispose();
                }

                _files.Clear();
            }
        }
    }

    private void OpenFiles(string directory, bool isForeign)
    {
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            // Anything else that lies there is not ours to touch.
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var bytes = MappedBytes.Open(path);
                _files.Add(number, new HeadChunkFile(number, path, bytes) { Length = (int)Math.Min(bytes.Length, int.MaxValue), IsForeign = isForeign });
            }
        }
    }

    private static bool IsUntouched(HeadChunkFile file) =>
        !file.Bytes.From(0, HeadChunkFormat.FileHeaderBytes).ContainsAnyExcept((byte)0);

    /// <param name="end">Where nothing but zeros follows.</param>
    private static CorruptionException? ReadFile(HeadChunkFile file, HeadChunkVisitor visit, out int end)
    {
        end = HeadChunkFormat.FileHeaderBytes;
        try
        {
            var bytes = file.Bytes.From(0, file.Length);
            HeadChunkFormat.CheckFileHeader(bytes);
            while (HeadChunkFormat.TryRead(bytes, end, out var record))
            {
                visit(((ulong)(uint)file.Number << 32) | (uint)end, record);
                end = record.NextOffset;
            }

            return null;
        }
        catch (CorruptionException exception)
        {
            return exception.In(file.Path);
        }
    }

    private ChunkView Find(ulong location, out HeadChunkFile file)
    {
        var offset = (int)(uint)location;
        lock (_lock)
        {
            if (!_files.TryGetValue((int)(location >> 32), out file!))
            {
                throw new CorruptionException($"head chunk file {location >> 32} is not there", path: _directory);
            }

            if (file == _current && offset >= file.Length)
            {
                TryFlush();
                if (offset >= file.Length && HeadChunkFormat.TryRead(_pending.Written, offset - file.Length, out var waiting))
                {
                    // The disk is full. The buffer moves as soon as the lock is free, so the chunk is copied.
                    var chunk = waiting.Chunk;
                    return new ChunkView(chunk.Encoding, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Data.ToArray());
                }
            }
        }

        try
        {
            return HeadChunkFormat.TryRead(file.Bytes.From(0, file.Length), offset, out var record)
                ? record.Chunk
                : throw new CorruptionException("there is no chunk", offset);
        }
        catch (CorruptionException exception)
        {
            throw exception.In(file.Path);
        }
    }

    private bool HasRoom(int bytes) => _current is not null && _current.Length + _pending.Length + bytes <= HeadChunkFormat.MaxFileBytes;

    private void StartFile()
    {
        // The file until now is written to until there is another: it may still have room for smaller chunks.
        FlushPending();
        var file = MakeFile();
        try
        {
            CloseCurrent();
        }
        catch
        {
            Delete(file);
            throw;
        }

        _current = file;
        _files.Add(file.Number, file);
        HeadChunkFormat.WriteFileHeader(_pending);
        TryFlush();
    }

    private HeadChunkFile MakeFile()
    {
        Directory.CreateDirectory(_directory);
        var number = _files.Count == 0 ? 1 : _files.Keys.Last() + 1;
        var path = Path.Combine(_directory, number.ToString("D6", CultureInfo.InvariantCulture));
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        HeadChunkFile? file = null;
        try
        {
            // At its full size from the beginning, so that one map serves as long as the file is there. The room is not taken yet.
            RandomAccess.SetLength(handle, HeadChunkFormat.MaxFileBytes);
            file = new HeadChunkFile(number, path, MappedBytes.Map(handle, HeadChunkFormat.MaxFileBytes, path)) { Writer = handle };
            DirectorySync.Flush(_directory);
            return file;
        }
        catch
        {
            file?.Dispose();
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    private void CloseCurrent()
    {
        if (_current is null)
        {
            return;
        }

        FlushPending();
        RandomAccess.SetLength(_current.Writer!, _current.Length);
        RandomAccess.FlushToDisk(_current.Writer!);
        _current.Writer!.Dispose();
        _current.Writer = null;
        _current = null;
    }

    private void TryFlush()
    {
        try
        {
            FlushPending();
        }
        catch (IOException)
        {
            // The samples are in the log and the bytes stay in the buffer: the next write tries again, and a reader that needs them now gets them
            // from there.
            _failedFlushes++;
        }
    }

    private void FlushPending()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        RandomAccess.Write(_current!.Writer!, _pending.Written, _current.Length);
        _current.Length += _pending.Length;
        _pending.Clear();
    }

    private void CutAt(HeadChunkFile file, long offset)
    {
        foreach (var later in _files.Values.Where(other => other.Number > file.Number).ToList())
        {
            Delete(later);
        }

        if (offset <= HeadChunkFormat.FileHeaderBytes)
        {
            Delete(file);
            return;
        }

        Shorten(file, (int)offset);
    }

    private static void Shorten(HeadChunkFile file, int length)
    {
        if (file.Length == length)
        {
            return;
        }

        file.Length = length;
        if (file.IsForeign)
        {
            return;
        }

        using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(handle, length);
    }

    private void Delete(HeadChunkFile file)
    {
        if (!file.IsForeign)
        {
            File.Delete(file.Path);
        }

        _files.Remove(file.Number);
        file.Dispose();
    }
}

/// <param name="location">What <see cref="HeadChunkFiles.Load"/> takes.</param>
internal delegate void HeadChunkVisitor(ulong location, in HeadChunkRecord record);
