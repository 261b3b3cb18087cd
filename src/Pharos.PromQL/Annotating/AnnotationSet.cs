using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Annotating;

/// <summary>The annotations of a query, each text once, in the order in which they came up. Safe for concurrent use.</summary>
internal sealed class AnnotationSet
{
    /// <summary>Texts hold names of metrics, so there could be as many as series. What is beyond is dropped, and more than enough is left.</summary>
    private const int MaxKept = 1000;

    private readonly Lock _lock = new();
    private readonly List<Annotation> _inOrder = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public void Add(Annotation annotation)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(annotation.Text, out var place))
            {
                var earlier = _inOrder[place];
                _inOrder[place] = annotation.Merge(earlier) with { Position = Later(earlier.Position, annotation.Position) };
            }
            else if (_inOrder.Count < MaxKept)
            {
                _places.Add(annotation.Text, _inOrder.Count);
                _inOrder.Add(annotation);
            }
        }
    }

    /// <summary>Texts with line and column. Beyond <paramref name="limit"/> (0 for none) one line says how many more there are.</summary>
    public (IReadOnlyList<string> Warnings, IReadOnlyList<string> Infos) Format(ReadOnlySpan<byte> query, int limit)
    {
        lock (_lock)
        {
            return (Format<Info>(query, limit, isIncluded: false, "warning"), Format<Info>(query, limit, isIncluded: true, "info"));
        }
    }

    /// <summary>
    /// Of equal texts the one that the reference comes to last is shown: operands from left to right, then what they are operands of. The order
    /// in which they come here is another. A function around a subquery has the empty position.
    /// </summary>
    private static TextSpan Later(TextSpan left, TextSpan right) =>
        left.End == 0 || right.End == 0 ? default :
        left.End > right.End || (left.End == right.End && left.Start < right.Start) ? left : right;

    private List<string> Format<T>(ReadOnlySpan<byte> query, int limit, bool isIncluded, string kind)
        where T : Annotation
    {
        var texts = new List<string>();
        var omitted = 0;
        foreach (var annotation in _inOrder)
        {
            if (annotation is T != isIncluded)
            {
                continue;
            }

            if (limit > 0 && texts.Count == limit)
            {
                omitted++;
            }
            else
            {
                texts.Add($"{annotation.FullText} ({LinePosition.Of(query, annotation.Position.Start)})");
            }
        }

        if (omitted > 0)
        {
            texts.Add($"{omitted} more {kind} annotations omitted");
        }

        return texts;
    }
}
