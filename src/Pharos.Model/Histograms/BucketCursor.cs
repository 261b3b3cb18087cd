using System.Runtime.CompilerServices;

namespace Pharos.Model.Histograms;

/// <summary>
/// Walks the buckets that spans describe, upwards: at each step the bucket's index in the schema and its position among the stored
/// counts. Spans without buckets are passed over.
/// </summary>
internal struct BucketCursor
{
    private readonly BucketSpan[] _spans;
    private int _span;
    private uint _left;

    public BucketCursor(BucketSpan[] spans)
    {
        _spans = spans;
        _span = -1;
        Index = -1;
        Position = -1;
    }

    public int Index { get; private set; }

    public int Position { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_left == 0 && !EnterNextSpan())
        {
            return false;
        }

        _left--;
        Index++;
        Position++;
        return true;
    }

    private bool EnterNextSpan()
    {
        while (++_span < _spans.Length)
        {
            Index += _spans[_span].Offset;
            _left = _spans[_span].Length;
            if (_left > 0)
            {
                return true;
            }
        }

        _span = _spans.Length - 1;
        return false;
    }
}

/// <summary>As <see cref="BucketCursor"/>, from the last bucket down.</summary>
internal struct ReverseBucketCursor
{
    private readonly BucketSpan[] _spans;
    private int _span;
    private uint _left;

    public ReverseBucketCursor(BucketSpan[] spans, int bucketCount)
    {
        _spans = spans;
        _span = spans.Length;
        Position = bucketCount;
        foreach (var span in spans)
        {
            Index += span.Offset + (int)span.Length;
        }
    }

    public int Index { get; private set; }

    public int Position { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (Position <= 0 || (_left == 0 && !EnterNextSpan()))
        {
            return false;
        }

        _left--;
        Index--;
        Position--;
        return true;
    }

    private bool EnterNextSpan()
    {
        while (_span > 0)
        {
            if (_span < _spans.Length)
            {
                Index -= _spans[_span].Offset;
            }

            _span--;
            _left = _spans[_span].Length;
            if (_left > 0)
            {
                return true;
            }
        }

        return false;
    }
}
