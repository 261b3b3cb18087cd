using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pharos.Tsdb.Memory;

/// <summary>Says whether what a number stands for is what is looked for.</summary>
internal interface ITagMatch
{
    bool IsMatch(uint number);
}

/// <summary>
/// A hash table from something that is kept elsewhere to its number. It holds the number and 32 bits of the hash (the tag), eight bytes
/// together, and asks the caller to compare where tags are equal. Not safe for concurrent use.
/// </summary>
internal sealed class TagTable
{
    private const int InitialBuckets = 16;

    /// <summary>Tag in the high half, number + 1 in the low half; 0 is empty. A bucket's home is its tag, so the table grows without hashing anew.</summary>
    private ulong[] _buckets = new ulong[InitialBuckets];

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind<TMatch>(uint tag, TMatch match, out uint number)
        where TMatch : struct, ITagMatch, allows ref struct
    {
        var buckets = _buckets;
        var mask = buckets.Length - 1;
        for (var i = (int)tag & mask; ; i = (i + 1) & mask)
        {
            var bucket = buckets[i];
            if (bucket == 0)
            {
                number = 0;
                return false;
            }

            number = (uint)bucket - 1;
            if ((uint)(bucket >> 32) == tag && match.IsMatch(number))
            {
                return true;
            }
        }
    }

    /// <summary>Adds a number that is not in the table.</summary>
    public void Add(uint tag, uint number)
    {
        if ((Count + 1) * 10L > _buckets.Length * 7L)
        {
            Grow();
        }

        Insert(((ulong)tag << 32) | (number + 1));
        Count++;
    }

    /// <summary>Removes a number that is in the table.</summary>
    public void Remove(uint tag, uint number)
    {
        var mask = _buckets.Length - 1;
        var wanted = ((ulong)tag << 32) | (number + 1);
        var hole = (int)tag & mask;
        while (_buckets[hole] != wanted)
        {
            Debug.Assert(_buckets[hole] != 0, "What is removed must be there.");
            hole = (hole + 1) & mask;
        }

        // Those behind move up into the hole as far as their home allows; so no bucket needs a mark that it was emptied.
        for (var next = (hole + 1) & mask; _buckets[next] != 0; next = (next + 1) & mask)
        {
            var home = (int)(_buckets[next] >> 32) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _buckets[hole] = _buckets[next];
                hole = next;
            }
        }

        _buckets[hole] = 0;
        Count--;
    }

    private void Grow()
    {
        var old = _buckets;
        _buckets = new ulong[old.Length * 2];
        foreach (var bucket in old)
        {
            if (bucket != 0)
            {
                Insert(bucket);
            }
        }
    }

    private void Insert(ulong bucket)
    {
        var mask = _buckets.Length - 1;
        var i = (int)(bucket >> 32) & mask;
        while (_buckets[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _buckets[i] = bucket;
    }
}
