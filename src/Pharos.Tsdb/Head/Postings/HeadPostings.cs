using Pharos.Model;
using Pharos.Tsdb.Head.Series;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>Finds the series that fulfil matchers.</summary>
/// <remarks>
/// <code>
/// few candidates     the smallest equality has few series: each of them is asked for the labels of the other matchers
/// otherwise          one bitmap over all slots; each matcher cuts it down
/// </code>
/// A matcher that accepts the empty value takes away the series with the values that it does not accept; every other one keeps those with
/// the values that it accepts. The values of a regular expression that are known are looked up; else all values of the label are asked,
/// those with another prefix without running the expression.
/// </remarks>
internal sealed unsafe class HeadPostings(PostingsIndex index, SeriesTable series, SymbolTable symbols)
{
    private const int FewCandidates = 256;

    /// <summary>The slots in ascending order.</summary>
    public uint[] Select(ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        index.EnterRead();
        try
        {
            return TryFewCandidates(matchers, out var slots) ? slots : SelectByBitmap(matchers, cancellation);
        }
        finally
        {
            index.ExitRead();
        }
    }

    private static bool StartsWithPrefix(Matcher matcher, ReadOnlySpan<byte> value) => value.StartsWith(matcher.Prefix);

    private bool TryFewCandidates(ReadOnlySpan<Matcher> matchers, out uint[] slots)
    {
        slots = [];
        SlotSet smallest = default;
        var found = false;
        foreach (var matcher in matchers)
        {
            if (matcher.Type != MatchType.Equal || matcher.MatchesEmpty)
            {
                continue;
            }

            if (!index.TryFind(matcher.Name, matcher.Value, out var candidate))
            {
                return true;
            }

            if (!found || candidate.Count < smallest.Count)
            {
                (smallest, found) = (candidate, true);
            }
        }

        if (!found || smallest.Count > FewCandidates)
        {
            return false;
        }

        slots = new uint[smallest.Count];
        smallest.CopyTo(slots);
        var kept = 0;
        foreach (var slot in slots)
        {
            if (Fulfils(slot, matchers))
            {
                slots[kept++] = slot;
            }
        }

        Array.Resize(ref slots, kept);
        return true;
    }

    private bool Fulfils(uint slot, ReadOnlySpan<Matcher> matchers)
    {
        foreach (var matcher in matchers)
        {
            ReadOnlySpan<byte> value = default;
            var reader = new SeriesLabels.Reader(series.Entry(slot).Labels);
            while (reader.MoveNext())
            {
                if (symbols[reader.Name].SequenceEqual(matcher.Name))
                {
                    value = symbols[reader.Value];
                    break;
                }
            }

            if (!matcher.Matches(value))
            {
                return false;
            }
        }

        return true;
    }

    private uint[] SelectByBitmap(ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        using var result = new SlotBitmap(series.Limit);
        using var accepted = new SlotBitmap(series.Limit);
        var started = false;
        foreach (var matcher in matchers)
        {
            if (matcher.MatchesEmpty)
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            if (!started)
            {
                AddAccepted(matcher, result, cancellation);
                started = true;
                continue;
            }

            accepted.Reset();
            AddAccepted(matcher, accepted, cancellation);
            result.IntersectWith(accepted);
        }

        if (!started)
        {
            index.All.AddTo(result);
        }

        foreach (var matcher in matchers)
        {
            if (matcher.MatchesEmpty)
            {
                RemoveRejected(matcher, result, cancellation);
            }
        }

        var slots = new uint[result.Count()];
        result.CopyTo(slots);
        return slots;
    }

    private void AddAccepted(Matcher matcher, SlotBitmap bitmap, CancellationToken cancellation)
    {
        if (matcher.Type == MatchType.Equal)
        {
            if (index.TryFind(matcher.Name, matcher.Value, out var slots))
            {
                slots.AddTo(bitmap);
            }

            return;
        }

        if (matcher is { Type: MatchType.Regex, LiteralAlternatives: { } alternatives })
        {
            foreach (var value in alternatives)
            {
                if (index.TryFind(matcher.Name, value, out var slots))
                {
                    slots.AddTo(bitmap);
                }
            }

            return;
        }

        var postings = index.FindName(matcher.Name);
        if (postings is null)
        {
            return;
        }

        if (matcher is { Type: MatchType.NotEqual } or { Type: MatchType.NotRegex, LiteralAlternatives: not null })
        {
            // Few values are not accepted: all others, and so the series with the label less those.
            postings.Slots.AddTo(bitmap);
            RemoveKnownValues(matcher, bitmap);
            return;
        }

        foreach (var number in postings.Values)
        {
            ref readonly var pair = ref index.Pair(number);
            var value = symbols[pair.Value];
            if ((matcher.Type == MatchType.NotRegex || StartsWithPrefix(matcher, value)) && matcher.Matches(value))
            {
                pair.Slots.AddTo(bitmap);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void RemoveRejected(Matcher matcher, SlotBitmap bitmap, CancellationToken cancellation)
    {
        if (matcher.Type == MatchType.NotEqual || matcher is { Type: MatchType.NotRegex, LiteralAlternatives: not null })
        {
            RemoveKnownValues(matcher, bitmap);
            return;
        }

        var postings = index.FindName(matcher.Name);
        if (postings is null)
        {
            return;
        }

        if (matcher.Type == MatchType.Equal)
        {
            postings.Slots.RemoveFrom(bitmap);
            return;
        }

        foreach (var number in postings.Values)
        {
            ref readonly var pair = ref index.Pair(number);
            if (!matcher.Matches(symbols[pair.Value]))
            {
                pair.Slots.RemoveFrom(bitmap);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes away the series with the values that the negative matcher names one by one.</summary>
    private void RemoveKnownValues(Matcher matcher, SlotBitmap bitmap)
    {
        if (matcher.Type == MatchType.NotEqual)
        {
            if (index.TryFind(matcher.Name, matcher.Value, out var slots))
            {
                slots.RemoveFrom(bitmap);
            }

            return;
        }

        foreach (var value in matcher.LiteralAlternatives!)
        {
            if (index.TryFind(matcher.Name, value, out var slots))
            {
                slots.RemoveFrom(bitmap);
            }
        }
    }
}
