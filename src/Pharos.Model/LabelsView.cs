using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Model;

/// <summary>One label: two spans into the label set it was read from.</summary>
public readonly ref struct LabelPair
{
    public LabelPair(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name = name;
        Value = value;
    }

    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Value { get; }
}

/// <summary>
/// A label set that lives in somebody else's memory: a scrape buffer, an arena, a <see cref="Labels"/>. It is valid as long as that
/// memory is. Copy with <see cref="ToLabels"/> to keep it.
/// </summary>
/// <remarks>
/// The encoding, here and everywhere a label set is stored in memory: for each label, ordered by the bytes of its name, the name and
/// then the value, each as a LEB128 length and that many bytes. Names are unique and values are not empty, except in exemplars,
/// which keep what was exposed; equal sets have equal bytes. That a name is valid, or not empty, is up to <see cref="NameValidation"/>:
/// hostile input and rules can make any name.
/// </remarks>
public readonly ref struct LabelsView
{
    private readonly ReadOnlySpan<byte> _encoded;

    /// <summary>Takes bytes in the encoding above; they are trusted.</summary>
    public LabelsView(ReadOnlySpan<byte> encoded)
    {
        _encoded = encoded;
    }

    public ReadOnlySpan<byte> Encoded => _encoded;

    public bool IsEmpty => _encoded.IsEmpty;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>The value of the metric name label, empty if there is none.</summary>
    public ReadOnlySpan<byte> MetricName => this[LabelNames.MetricName];

    /// <summary>The value of the label, empty if there is none.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> name]
    {
        get
        {
            TryGet(name, out var value);
            return value;
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var label in this)
        {
            // Names are ordered by their bytes, so their first byte alone tells when to stop, most of the time.
            if (label.Name.SequenceEqual(name))
            {
                value = label.Value;
                return true;
            }

            if (name.IsEmpty || (!label.Name.IsEmpty && label.Name[0] > name[0]))
            {
                break;
            }
        }

        value = default;
        return false;
    }

    public bool Contains(ReadOnlySpan<byte> name) => TryGet(name, out _);

    public bool Equals(LabelsView other) => _encoded.SequenceEqual(other._encoded);

    /// <summary>A fast hash of the set. It may change from one version of the program to the next: keep it in memory only.</summary>
    public ulong Hash() => XxHash64.Hash(_encoded);

    /// <summary>
    /// The hash that Prometheus shows outside the process (query sharding, remote write shards). Never changes: it covers each
    /// name and value followed by 0xFF.
    /// </summary>
    public ulong StableHash()
    {
        var hash = new XxHash64();
        foreach (var label in this)
        {
            hash.Append(label.Name);
            hash.Append(0xFF);
            hash.Append(label.Value);
            hash.Append(0xFF);
        }

        return hash.Current();
    }

    /// <summary>Orders sets as Prometheus does: label by label, name before value, a set before those it begins.</summary>
    public int CompareTo(LabelsView other)
    {
        var left = GetEnumerator();
        var right = other.GetEnumerator();
        while (true)
        {
            var hasLeft = left.MoveNext();
            var hasRight = right.MoveNext();
            if (!hasLeft || !hasRight)
            {
                return hasLeft.CompareTo(hasRight);
            }

            var order = left.Current.Name.SequenceCompareTo(right.Current.Name);
            if (order == 0)
            {
                order = left.Current.Value.SequenceCompareTo(right.Current.Value);
            }

            if (order != 0)
            {
                return order;
            }
        }
    }

    public Labels ToLabels() => Labels.FromEncoded(_encoded.ToArray());

    /// <summary>As in PromQL: <c>{a="x", b="y"}</c>.</summary>
    public override string ToString() => LabelsText.Format(this);

    public Enumerator GetEnumerator() => new(_encoded);

    [SuppressMessage("Usage", "CA1065", Justification = "A view is never boxed, so this is never called.")]
    public override bool Equals([NotNullWhen(true)] object? obj) => throw new NotSupportedException("A label view cannot be boxed.");

    public override int GetHashCode() => (int)Hash();

    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> encoded)
        {
            _rest = encoded;
            Current = default;
        }

        public LabelPair Current { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var name = LabelsEncoding.Take(ref _rest);
            Current = new LabelPair(name, LabelsEncoding.Take(ref _rest));
            return true;
        }
    }
}
