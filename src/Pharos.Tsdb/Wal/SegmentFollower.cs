using Pharos.Storage;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Reads the records of one segment, also while it is written: where it ends for now, <see cref="MoveNext"/> says so and can be asked again later. Not safe
/// for concurrent use.
/// </summary>
/// <remarks>The file may be deleted meanwhile; what was opened is read to its end.</remarks>
public sealed class SegmentFollower : IDisposable
{
    private readonly SegmentPages _pages = new();
    private readonly RecordAssembler _assembler = new();
    private readonly string _path;
    private ReadOnlyMemory<byte> _page;
    private long _pageOffset;
    private int _at;

    /// <param name="path">The segment's file.</param>
    /// <param name="offset">Where to begin: 0, or the end of a record.</param>
    /// <exception cref="IOException">There is no such file, for instance.</exception>
    public SegmentFollower(string path, long offset = 0)
    {
        _path = path;
        try
        {
            _pages.Open(path);
            _at = (int)(offset % WalFormat.PageBytes);
            _pageOffset = offset - _at;
            _page = _pages.PageAt(_pageOffset);
        }
        catch
        {
            Dispose();
            throw;
        }

        Offset = offset;
    }

    /// <summary>Where the last whole record ends.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether a record was begun whose end is not there.</summary>
    public bool IsInRecord => _assembler.IsPending;

    /// <summary>The record, decompressed. Valid until the next move.</summary>
    public ReadOnlySpan<byte> Record => _assembler.Record.Span;

    /// <summary>Moves to the next record; false if there is none whose end is before the limit and in the file, as yet.</summary>
    /// <param name="limit">What is behind that offset is not looked at.</param>
    /// <exception cref="CorruptionException">What is there cannot be read, now or later.</exception>
    public bool MoveNext(long limit = long.MaxValue)
    {
        var isFresh = false;
        while (true)
        {
            var visible = (int)Math.Clamp(limit - _pageOffset, 0, _page.Length);
            switch (visible <= _at ? PageStep.End : Read(visible))
            {
                case PageStep.Fragment when !_assembler.IsPending:
                    Offset = _pageOffset + _at;
                    return true;
                case PageStep.Fragment:
                    break;
                case PageStep.End when visible == WalFormat.PageBytes:
                    _pageOffset += WalFormat.PageBytes;
                    _at = 0;
                    _page = _pages.PageAt(_pageOffset);
                    break;
                default:
                    // There may be more in the file than there was when the page was read.
                    if (isFresh || _pageOffset + _page.Length >= limit)
                    {
                        return false;
                    }

                    isFresh = true;
                    _pages.Refresh();
                    _page = _pages.PageAt(_pageOffset);
                    break;
            }
        }
    }

    public void Dispose()
    {
        _pages.Dispose();
        _assembler.Dispose();
    }

    /// <summary>Looks at what comes next in so much of the page, and takes it if it is a fragment.</summary>
    private PageStep Read(int visible)
    {
        var step = WalPage.Read(_page.Span[..visible], _at, out var fragment, out var problem);
        if (step == PageStep.Fragment)
        {
            _at = fragment.End;
            if (!_assembler.TryAdd(fragment, _page.Slice(fragment.Start, fragment.Length), out var order))
            {
                throw new CorruptionException(order, Offset, _path);
            }
        }
        else if (step == PageStep.Damage)
        {
            throw new CorruptionException(problem, Offset, _path);
        }

        return step;
    }
}
