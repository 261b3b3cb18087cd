namespace Pharos.Tsdb.Wal;

/// <summary>How records get into segments, and what is done when that fails. All under the writer's lock.</summary>
public sealed partial class WalWriter
{
    /// <summary>Lays the batch out behind what is there; false if it would not end within the segment.</summary>
    private bool TryLayOut(ReadOnlySpan<byte> records, ReadOnlySpan<int> ends)
    {
        _layout.Begin(_offset);
        long saved = 0;
        var start = 0;
        foreach (var end in ends)
        {
            var record = records[start..end];
            var stored = _compressor.Compress(record, out var flags);
            if (!_layout.HasRoomFor(stored.Length))
            {
                return false;
            }

            _layout.Add(stored, flags);
            saved += record.Length - stored.Length;
            start = end;
        }

        _metrics?.Saved(Compression, saved);
        return true;
    }

    /// <summary>Lays the batch out in the segment, which is empty, and writes and goes on to another one wherever a record does not fit.</summary>
    private void LayOutOverSegments(ReadOnlySpan<byte> records, ReadOnlySpan<int> ends)
    {
        _layout.Begin(_offset);
        long saved = 0;
        var start = 0;
        foreach (var end in ends)
        {
            var record = records[start..end];
            var stored = _compressor.Compress(record, out var flags);
            if (_layout.End > 0 && !_layout.HasRoomFor(stored.Length))
            {
                Flush();
                BeginSegment();
                _layout.Begin(_offset);
            }

            // A record that is longer than a segment makes that segment longer.
            _layout.Add(stored, flags);
            saved += record.Length - stored.Length;
            start = end;
        }

        _metrics?.Saved(Compression, saved);
    }

    /// <summary>Writes what is laid out. Afterwards it is either all there or, as far as readers can see, not at all.</summary>
    private void Flush()
    {
        var bytes = _layout.Bytes;
        try
        {
            _file.Write(bytes, _offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _hasTornTail = true;
            var failure = new IOException($"log {bytes.Length} bytes to {_path} at offset {_offset}: {exception.Message}", exception);
            TakeBack(failure);
            throw failure;
        }

        _offset += bytes.Length;
        _metrics?.PageFlushes.Increment();
        _metrics?.CompletedPages.Add(_layout.CompletedPages);
        _metrics?.RecordPartWrites.Add(_layout.Fragments);
        _metrics?.RecordPartBytes.Add(bytes.Length);
    }

    /// <summary>Mends at once after a failed write; if that fails too it is tried again before the next write, and the caller hears of the write.</summary>
    private void TakeBack(IOException failure)
    {
        try
        {
            MendTail();
        }
        catch (IOException exception)
        {
            failure.Data["mending"] = exception.Message;
        }
    }

    /// <summary>
    /// Takes away what a failed write left, for a reader would stop there: by cutting the segment, or, where that cannot be done, by
    /// blanking it, since zeros are padding. Until one of the two succeeds nothing is logged, because it could not be read.
    /// </summary>
    private void MendTail()
    {
        if (!_hasTornTail)
        {
            return;
        }

        try
        {
            if (_file.Length != _offset)
            {
                _file.SetLength(_offset);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            BlankTail(exception);
        }

        _hasTornTail = false;
    }

    private void BlankTail(Exception cause)
    {
        try
        {
            var end = WalFormat.PageEnd(_file.Length);
            var zeros = new byte[WalFormat.PageBytes];
            for (var at = _offset; at < end;)
            {
                var length = (int)Math.Min(zeros.Length, end - at);
                _file.Write(zeros.AsSpan(0, length), at);
                at += length;
            }

            _offset = Math.Max(end, _offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"nothing can be logged: the torn end of {_path} can be neither cut at offset {_offset} ({cause.Message}) nor blanked ({exception.Message})",
                exception);
        }
    }

    /// <summary>Fills the page with zeros, as readers expect it of a segment that is complete.</summary>
    private void CompletePage()
    {
        var end = WalFormat.PageEnd(_offset);
        if (end == _offset)
        {
            return;
        }

        try
        {
            _file.SetLength(end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"complete the page at offset {_offset} of {_path}: {exception.Message}", exception);
        }

        _offset = end;
        _metrics?.CompletedPages.Increment();
    }

    private void BeginSegment()
    {
        CompletePage();
        var path = WalSegments.PathOf(Directory, _segment + 1);
        ISegmentFile next;
        try
        {
            next = _files.Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"create segment {path}: {exception.Message}", exception);
        }

        _retirement.Add(_file, _path);
        _file = next;
        _path = path;
        _segment++;
        _offset = 0;
        _metrics?.CurrentSegment.Set(_segment);
    }
}
