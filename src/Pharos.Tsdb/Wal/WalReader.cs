using Pharos.Storage;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Reads the records of a log, or of a checkpoint, from the first segment to the last: <c>while (reader.MoveNext()) { … reader.Record … }</c>.
/// It sees the segments that were there when it was made. Not safe for concurrent use.
/// </summary>
public sealed class WalReader : IDisposable
{
    private readonly List<WalSegment> _segments;
    private readonly SegmentPages _pages = new();
    private readonly RecordAssembler _assembler = new();
    private int _current = -1;

    /// <summary>The page looked at, and how far in it the last fragment ended.</summary>
    private ReadOnlyMemory<byte> _page;
    private long _pageOffset;
    private int _at;
    private bool _isDone;

    /// <param name="directory">Nothing is read if it is not there.</param>
    /// <param name="first">The lowest segment to read.</param>
    /// <param name="last">The highest segment to read.</param>
    /// <exception cref="CorruptionException">A segment is missing between others.</exception>
    public WalReader(string directory, int first = 0, int last = int.MaxValue)
        : this(directory, new WalPosition(first, 0), last)
    {
    }

    /// <param name="directory">Nothing is read if it is not there.</param>
    /// <param name="start">
    /// Where to begin: the end of a record that this or a writer gave. If its segment is gone, reading begins with the lowest one.
    /// </param>
    /// <param name="last">The highest segment to read.</param>
    /// <exception cref="CorruptionException">A segment is missing between others.</exception>
    public WalReader(string directory, WalPosition start, int last = int.MaxValue)
    {
        _segments = [.. WalSegments.List(directory).Where(segment => segment.Index >= start.Segment && segment.Index <= last)];
        if (_segments.Count == 0)
        {
            _isDone = true;
            return;
        }

        OpenSegment(0);
        if (_segments[0].Index == start.Segment)
        {
            _at = (int)(start.Offset % WalFormat.PageBytes);
            _pageOffset = start.Offset - _at;
            _page = _pages.PageAt(_pageOffset);
            _at = Math.Min(_at, _page.Length);
        }

        RecordEnd = new WalPosition(_segments[0].Index, _pageOffset + _at);
    }

    /// <summary>Is told which segments are read, and which one is being read.</summary>
    internal ReplayProgress? Progress
    {
        get;
        set
        {
            field = value;
            if (_segments.Count > 0)
            {
                value?.Begin(_segments[0].Index, _segments[^1].Index);
            }
        }
    }

    /// <summary>The record read last, decompressed. Valid until the next move.</summary>
    public ReadOnlySpan<byte> Record => _assembler.Record.Span;

    /// <inheritdoc cref="Record"/>
    internal ReadOnlyMemory<byte> RecordMemory => _assembler.Record;

    /// <summary>Where the record before it ends, or its segment begins: all before is good even if the record cannot be decoded.</summary>
    public WalPosition RecordStart { get; private set; }

    /// <summary>Where that record ends: reading can begin here again.</summary>
    public WalPosition RecordEnd { get; private set; }

    /// <summary>The file that the record is in.</summary>
    public string RecordPath => _current < 0 ? "" : _segments[_current].Path;

    /// <summary>Why reading ended, once <see cref="MoveNext"/> has thrown.</summary>
    public WalDamage? Damage { get; private set; }

    /// <summary>
    /// Where reading has to end if it cannot go on: where <see cref="MoveNext"/> has thrown, else before the current record, whose content the caller
    /// found broken for the reason although its checksum is right.
    /// </summary>
    public WalDamage DamageHere(string reason) => Damage ?? new WalDamage(RecordPath, RecordStart, reason, IsTorn: false);

    /// <summary>False at the end.</summary>
    /// <exception cref="CorruptionException">The log cannot be read any further; <see cref="Damage"/> says where and why.</exception>
    public bool MoveNext()
    {
        RecordStart = RecordEnd;
        while (!_isDone)
        {
            switch (WalPage.Read(_page.Span, _at, out var fragment, out var problem))
            {
                case PageStep.Fragment:
                    _at = fragment.End;
                    if (!_assembler.TryAdd(fragment, _page.Slice(fragment.Start, fragment.Length), out var order))
                    {
                        throw Broken(order, isTorn: false);
                    }

                    if (!_assembler.IsPending)
                    {
                        RecordEnd = new WalPosition(_segments[_current].Index, _pageOffset + _at);
                        return true;
                    }

                    break;
                case PageStep.End:
                    MoveToNextPage();
                    break;
                case PageStep.Incomplete:
                    throw Torn();
                default:
                    throw Broken(problem, isTorn: false);
            }
        }

        return false;
    }

    public void Dispose()
    {
        _isDone = true;
        _pages.Dispose();
        _assembler.Dispose();
    }

    private void MoveToNextPage()
    {
        if (_page.Length == WalFormat.PageBytes)
        {
            _pageOffset += WalFormat.PageBytes;
            _at = 0;
            _page = _pages.PageAt(_pageOffset);
            if (!_page.IsEmpty)
            {
                return;
            }
        }

        // The segment ends here, and records do not cross segments.
        if (_assembler.IsPending)
        {
            throw Torn();
        }

        if (_current + 1 == _segments.Count)
        {
            _isDone = true;
            return;
        }

        OpenSegment(_current + 1);
        RecordEnd = new WalPosition(_segments[_current].Index, 0);
        RecordStart = RecordEnd;
    }

    private void OpenSegment(int at)
    {
        _current = at;
        _pages.Open(_segments[at].Path);
        _pageOffset = 0;
        _at = 0;
        _page = _pages.PageAt(0);
        Progress?.Reach(_segments[at].Index);
    }

    private CorruptionException Torn() => _current + 1 == _segments.Count
        ? Broken("last record is torn", isTorn: true)
        : Broken("a record is torn, and segments follow", isTorn: false);

    private CorruptionException Broken(string reason, bool isTorn)
    {
        _isDone = true;
        Damage = new WalDamage(_segments[_current].Path, RecordEnd, reason, isTorn);
        return new CorruptionException(reason, RecordEnd.Offset, Damage.Path);
    }
}
