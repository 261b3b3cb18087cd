using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Logging;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Appends records to the segments of a directory: the write-ahead log, the log of samples out of order, a checkpoint. Safe for
/// concurrent use. One writer at a time may have a directory open; readers may follow it.
/// </summary>
/// <remarks>
/// <para>What <c>Log</c> returned from was handed to the system: it survives the end of the process, however sudden. It survives the end
/// of the machine once its segment is complete and synced, which happens in the background, or after <see cref="Sync"/>.</para>
/// <para>A batch is written at once, and stands in one segment unless it is longer than one. If that fails (no room, a broken disk),
/// <see cref="IOException"/> is thrown and what was written of it is taken back, so that the log goes on behind the last batch that
/// succeeded as soon as writing works again.</para>
/// </remarks>
public sealed partial class WalWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WalOptions _options;
    private readonly ISegmentFiles _files;
    private readonly WalMetrics? _metrics;
    private readonly ILogger _log;
    private readonly RecordCompressor _compressor;
    private readonly FragmentLayout _layout;
    private readonly SegmentRetirement _retirement;

    [SuppressMessage("Usage", "CA2213", Justification = "Whatever becomes of a segment, it is retired, which closes it.")]
    private ISegmentFile _file;

    private string _path;
    private int _segment;

    /// <summary>The end of what is good in the current segment.</summary>
    private long _offset;

    /// <summary>Whether the current segment may go on behind <see cref="_offset"/> with what a failed write left.</summary>
    private bool _hasTornTail;

    private bool _isDisposed;

    /// <summary>Makes the directory if it is not there, and begins a segment behind the last one.</summary>
    public WalWriter(string directory, WalOptions? options = null, WalMetrics? metrics = null, ILogger? log = null)
        : this(directory, options ?? new WalOptions(), DiskSegmentFile.Files, metrics, log ?? NullLogger.Instance)
    {
    }

    internal WalWriter(string directory, WalOptions options, ISegmentFiles files, WalMetrics? metrics, ILogger log)
    {
        options.Validate();
        Directory = directory;
        _options = options;
        _files = files;
        _metrics = metrics;
        _log = log;
        _layout = new FragmentLayout(options.SegmentBytes);
        _retirement = new SegmentRetirement(metrics, log);
        System.IO.Directory.CreateDirectory(directory);
        var existing = WalSegments.List(directory);
        _segment = existing.Count == 0 ? 0 : existing[^1].Index + 1;
        _compressor = new RecordCompressor(options.Compression);
        try
        {
            _path = WalSegments.PathOf(directory, _segment);
            _file = files.Create(_path);
        }
        catch
        {
            _compressor.Dispose();
            throw;
        }

        _metrics?.CurrentSegment.Set(_segment);
    }

    public string Directory { get; }

    public WalCompression Compression => _options.Compression;

    /// <summary>The number of the segment that is written.</summary>
    public int LastSegment => Position.Segment;

    /// <summary>Where the next record will stand, unless it needs a new page or segment.</summary>
    public WalPosition Position
    {
        get
        {
            lock (_gate)
            {
                return new WalPosition(_segment, _offset);
            }
        }
    }

    /// <summary>How many complete segments could not be synced so far; each was logged.</summary>
    public long SyncFailures => _retirement.Failures;

    /// <summary>The length of all files in the directory, checkpoints included; asks the file system.</summary>
    public long SizeBytes() => WalDirectory.SizeBytes(Directory);

    public void Log(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<int> ends = [record.Length];
        Log(record, ends);
    }

    /// <summary>Logs all records of a batch; nothing happens if there are none. The batch is not cleared.</summary>
    public void Log(WalBatch batch)
    {
        if (batch.Count > 0)
        {
            Log(batch.Buffer.Written, batch.Ends);
        }
    }

    /// <summary>Completes the current segment and begins the next, whose number it returns.</summary>
    public int NextSegment()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            MendTail();
            BeginSegment();
            return _segment;
        }
    }

    /// <summary>Deletes the segments with lower numbers, oldest first; never the one that is written.</summary>
    public void Truncate(int before)
    {
        _metrics?.Truncations.Increment();
        try
        {
            var end = Math.Min(before, LastSegment);
            foreach (var segment in WalSegments.List(Directory))
            {
                if (segment.Index < end)
                {
                    File.Delete(segment.Path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _metrics?.TruncationsFailed.Increment();
            throw;
        }
    }

    /// <summary>Returns when all that was logged before survives the end of the machine.</summary>
    /// <exception cref="IOException">The current segment could not be synced. Complete ones are logged and counted only.</exception>
    public void Sync()
    {
        _retirement.Wait();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _retirement.Sync(_file);
        }
    }

    /// <summary>Completes the last page, syncs and closes. What fails is logged: nothing that was acknowledged is lost by it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            try
            {
                MendTail();
                CompletePage();
            }
            catch (IOException exception)
            {
                _log.Error("Failed to complete the last page of a segment", [("segment", _path), ("err", exception.Message)]);
            }

            _retirement.Add(_file, _path);
            _retirement.Wait();
            _compressor.Dispose();
        }
    }

    /// <param name="records">The records one after the other.</param>
    /// <param name="ends">Where each ends.</param>
    private void Log(ReadOnlySpan<byte> records, ReadOnlySpan<int> ends)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                MendTail();
                if (!TryLayOut(records, ends))
                {
                    if (_offset > 0)
                    {
                        BeginSegment();
                    }

                    LayOutOverSegments(records, ends);
                }

                Flush();
            }
            catch (IOException)
            {
                _metrics?.WritesFailed.Increment();
                throw;
            }
        }
    }
}
