using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>Finds the slot of a label set. In stripes, each with a lock, so that many writers do not wait for each other.</summary>
internal sealed class SeriesIndex
{
    private const int StripeCount = 32;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];
    private readonly SeriesTable _series;
    private readonly SymbolTable _symbols;

    public SeriesIndex(SeriesTable series, SymbolTable symbols)
    {
        _series = series;
        _symbols = symbols;
    }

    public static ulong Hash(LabelsView labels) => KeyedHash.Hash(labels.Encoded);

    public bool TryFind(ulong hash, LabelsView labels, out uint slot)
    {
        var stripe = StripeOf(hash);
        lock (stripe)
        {
            return stripe.Table.TryFind(TagOf(hash), new LabelsMatch(_series, _symbols, labels), out slot);
        }
    }

    /// <summary>
    /// The slot of the label set; if there is none, the one that <paramref name="create"/> makes, while nobody else can create the same. A
    /// null from there means that it is not to be.
    /// </summary>
    public bool GetOrAdd<TState>(ulong hash, LabelsView labels, ref TState state, CreateSeries<TState> create, out uint slot)
    {
        var stripe = StripeOf(hash);
        lock (stripe)
        {
            if (stripe.Table.TryFind(TagOf(hash), new LabelsMatch(_series, _symbols, labels), out slot))
            {
                return true;
            }

            var created = create(ref state, labels);
            if (created is null)
            {
                return false;
            }

            slot = created.Value;
            stripe.Table.Add(TagOf(hash), slot);
            return true;
        }
    }

    /// <summary>Removes a slot that is there.</summary>
    public void Remove(ulong hash, uint slot)
    {
        var stripe = StripeOf(hash);
        lock (stripe)
        {
            stripe.Table.Remove(TagOf(hash), slot);
        }
    }

    private static uint TagOf(ulong hash) => (uint)(hash >> 32);

    private Stripe StripeOf(ulong hash) => _stripes[(int)(hash & (StripeCount - 1))];

    private sealed class Stripe
    {
        public TagTable Table { get; } = new();
    }

    private readonly unsafe ref struct LabelsMatch(SeriesTable series, SymbolTable symbols, LabelsView labels) : ITagMatch
    {
        private readonly LabelsView _labels = labels;

        public bool IsMatch(uint number) => SeriesLabels.Equals(series.Entry(number).Labels, _labels, symbols);
    }
}

internal delegate uint? CreateSeries<TState>(ref TState state, LabelsView labels);
