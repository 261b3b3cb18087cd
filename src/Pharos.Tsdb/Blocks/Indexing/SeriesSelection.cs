using Pharos.Model;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Finds the series that fulfil matchers. Values that are known are looked up first, the shortest list first; what they leave is filtered
/// by the other conditions, each in the way that promises to be quicker: by going over the label's values and their lists, or over the
/// series that are left and their labels.
/// </summary>
internal sealed class SeriesSelection
{
    // Measured costs, in nanoseconds: only their proportions count.
    private const long ReadSeriesCost = 250;
    private const long TestValueCost = 60;
    private const long PassValueCost = 40;
    private const long PostingCost = 1;

    private const int ValuesPerCancellationCheck = 1024;

    private readonly IndexReader _index;
    private readonly CancellationToken _cancellation;

    public SeriesSelection(IndexReader index, CancellationToken cancellation)
    {
        _index = index;
        _cancellation = cancellation;
    }

    public SeriesIds Select(ReadOnlySpan<Matcher> matchers)
    {
        _cancellation.ThrowIfCancellationRequested();
        var required = new List<Step>();
        var excluded = new List<Step>();
        foreach (var condition in ValueCondition.Of(matchers))
        {
            var step = Prepare(condition);
            if (!condition.IsRequired)
            {
                if (!step.IsEmpty)
                {
                    excluded.Add(step);
                }
            }
            else if (step.IsEmpty)
            {
                return SeriesIds.None;
            }
            else
            {
                required.Add(step);
            }
        }

        required.Sort(static (left, right) => left.Cost.CompareTo(right.Cost));
        excluded.Sort(static (left, right) => left.Cost.CompareTo(right.Cost));
        var candidates = required.Count > 0 ? Lists(required[0]).ToIds() : All();
        try
        {
            Filter(candidates, [.. required.Skip(1), .. excluded]);
            return candidates;
        }
        catch
        {
            candidates.Dispose();
            throw;
        }
    }

    /// <summary>A condition with what is known of it beforehand.</summary>
    private sealed record Step(ValueCondition Condition, int NameIndex, PostingsUnion? Known, long Cost)
    {
        /// <summary>No series has such a value.</summary>
        public bool IsEmpty => NameIndex < 0 || Known is { Total: 0 };
    }

    private SeriesIds All()
    {
        var all = _index.AllPostings();
        var ids = SeriesIds.Rent(all.Count);
        all.CopyTo(ids.Mutable);
        return ids;
    }

    private Step Prepare(ValueCondition condition)
    {
        // The empty name is where the list of all series stands.
        var nameIndex = condition.Name.IsEmpty || condition.PicksNone ? -1 : _index.PostingsTable.Find(condition.Name);
        if (nameIndex < 0)
        {
            return new Step(condition, -1, null, 0);
        }

        if (condition.Literals is { } literals)
        {
            var lists = new PostingsUnion(_index, _cancellation);
            var values = _index.PostingsTable.Values(nameIndex);
            byte[]? last = null;
            foreach (var literal in literals)
            {
                if ((last is null || !literal.AsSpan().SequenceEqual(last)) && values.Seek(literal) && values.Value.SequenceEqual(literal))
                {
                    lists.Add(values.PostingsOffset);
                }

                last = literal;
            }

            return new Step(condition, nameIndex, lists, lists.Total * PostingCost);
        }

        // How long the lists are is not known before they were gone over; by and large they are as many series as the values' part of all.
        long inRange = _index.PostingsTable.Values(nameIndex).CountWithPrefix(condition.Prefix);
        var series = _index.SeriesCount * inRange / Math.Max(_index.PostingsTable.ValueCountAt(nameIndex), 1);
        var cost = inRange * (condition.PicksAll ? PassValueCost : PassValueCost + TestValueCost) + series * PostingCost;
        return new Step(condition, nameIndex, null, cost);
    }

    private void Filter(SeriesIds candidates, Step[] steps)
    {
        var byLabels = new List<Step>();
        foreach (var step in steps)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (candidates.Count == 0)
            {
                return;
            }

            // The labels of a series are read once for all conditions, so that after one of them others cost next to nothing.
            if (step.Known is null && (byLabels.Count > 0 || candidates.Count * ReadSeriesCost < step.Cost))
            {
                byLabels.Add(step);
            }
            else
            {
                Lists(step).Filter(candidates, step.Condition.IsRequired);
            }
        }

        if (byLabels.Count > 0)
        {
            FilterByLabels(candidates, byLabels);
        }
    }

    private PostingsUnion Lists(Step step)
    {
        if (step.Known is not null)
        {
            return step.Known;
        }

        var condition = step.Condition;
        var lists = new PostingsUnion(_index, _cancellation);
        var values = _index.PostingsTable.Values(step.NameIndex);
        var left = ValuesPerCancellationCheck;
        for (var more = values.Seek(condition.Prefix); more && values.Value.StartsWith(condition.Prefix); more = values.MoveNext())
        {
            if (--left == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                left = ValuesPerCancellationCheck;
            }

            if (condition.PicksAll || condition.Picks(values.Value))
            {
                lists.Add(values.PostingsOffset);
            }
        }

        return lists;
    }

    private void FilterByLabels(SeriesIds candidates, List<Step> steps)
    {
        var tests = steps.ConvertAll(step => new LabelTest(_index, step.Condition));
        var ids = candidates.Mutable;
        var kept = 0;
        var left = ValuesPerCancellationCheck;
        foreach (var id in ids)
        {
            if (--left == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                left = ValuesPerCancellationCheck;
            }

            if (tests.TrueForAll(test => test.IsFulfilledBy(id)))
            {
                ids[kept++] = id;
            }
        }

        candidates.Truncate(kept);
    }
}
