using Pharos.Model;

namespace Pharos.Storage.Merging;

/// <summary>Several sets as one. Series with the same labels become one, with the samples of all: see <see cref="MergedSampleCursor"/>.</summary>
public sealed class MergedSeriesSet : SeriesSet
{
    private readonly LabelMerge<SeriesSetSource> _merge;

    private MergedSeriesSet(IReadOnlyList<SeriesSet> sets, int limit)
    {
        _merge = new LabelMerge<SeriesSetSource>([.. sets.Select(static (set, index) => new SeriesSetSource(set, index))], limit);
    }

    public override IReadOnlyList<string> Warnings
    {
        get
        {
            var warnings = new List<string>();
            foreach (var source in _merge.Sources)
            {
                warnings.AddRange(source.Set.Warnings);
            }

            return warnings;
        }
    }

    public override LabelsView Labels => _merge.Current[0].Labels;

    /// <summary>Takes over sets whose series come in the order of their labels; one alone is given back as it is.</summary>
    /// <param name="limit">The most series to give when there are several sets; 0 for no limit.</param>
    public static SeriesSet Of(IReadOnlyList<SeriesSet> sets, int limit = 0) => sets.Count switch
    {
        0 => EmptySeriesSet.Instance,
        1 => sets[0],
        _ => new MergedSeriesSet(sets, limit),
    };

    public override bool MoveNext() => _merge.MoveNext();

    public override SampleCursor Samples(SampleCursor? reuse = null)
    {
        var cursor = reuse as SeriesCursor ?? new SeriesCursor(_merge.Sources.Length);
        cursor.Begin(_merge.Current);
        return cursor;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var source in _merge.Sources)
        {
            source.Set.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Reads a series from those sets that have it, and keeps the cursors that each of them gave, to hand them back for the next series.
    /// </summary>
    private sealed class SeriesCursor(int sets) : WrappedSampleCursor
    {
        private readonly SampleCursor?[] _given = new SampleCursor?[sets];
        private readonly List<SampleCursor> _inputs = [];
        private MergedSampleCursor? _merged;

        public void Begin(ReadOnlySpan<SeriesSetSource> sources)
        {
            _inputs.Clear();
            foreach (var source in sources)
            {
                var cursor = source.Set.Samples(_given[source.Index]);
                _given[source.Index] = cursor;
                _inputs.Add(cursor);
            }

            if (_inputs.Count == 1)
            {
                Inner = _inputs[0];
                return;
            }

            _merged ??= new MergedSampleCursor();
            _merged.Reset(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_inputs));
            Inner = _merged;
        }
    }
}
