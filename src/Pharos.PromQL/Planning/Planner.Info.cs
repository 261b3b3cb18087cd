using Pharos.PromQL.Selection;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

/// <summary>The times at which <c>info</c> looks at the series that it adds labels from.</summary>
internal sealed partial class Planner
{
    /// <summary>
    /// The times of the first selector of an expression: moved by its offset and by those of the subqueries around it, up to the first
    /// <c>@</c>, which pins it.
    /// </summary>
    public SampleTimes InfoTimes(Expression expression, TimeGrid grid)
    {
        var offset = 0L;
        for (var place = FirstSelector(expression); place is not null; place = place.Outer)
        {
            TimeShift? shift = place.Expression switch
            {
                VectorSelector selector => selector.Shift,
                Subquery subquery => subquery.Shift,
                _ => null,
            };
            if (shift is not { } own)
            {
                continue;
            }

            var times = Times(own, grid);
            offset += times.OffsetMs;
            if (times.AreFixed)
            {
                return times with { OffsetMs = offset };
            }
        }

        return new SampleTimes(grid, offset, null);
    }

    /// <summary>Finds the selector that is written first, with what is around it, without recursion.</summary>
    private static Place? FirstSelector(Expression expression)
    {
        var open = new Stack<Place>();
        open.Push(new Place(expression, null));
        while (open.TryPop(out var place))
        {
            if (place.Expression is VectorSelector)
            {
                return place;
            }

            for (var i = place.Expression.Children.Count - 1; i >= 0; i--)
            {
                open.Push(new Place(place.Expression.Children[i], place));
            }
        }

        return null;
    }

    private sealed record Place(Expression Expression, Place? Outer);
}
