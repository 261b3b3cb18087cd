using System.Globalization;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>What was found wrong so far, in order.</summary>
internal sealed class ProblemList
{
    /// <summary>Of a text full of errors nobody reads more; places are found by counting lines, which takes time.</summary>
    private const int Most = 100;

    private readonly List<SyntaxProblem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public void Add(ReadOnlySpan<byte> text, TextSpan span, string reason)
    {
        if (_problems.Count < Most)
        {
            _problems.Add(new SyntaxProblem(span, Location(text, span.Start), reason));
        }
    }

    public PromQLSyntaxException ToException() => new(_problems);

    private static string Location(ReadOnlySpan<byte> text, int position)
    {
        if (text.IsEmpty)
        {
            return "unknown position";
        }

        var before = text[..position];
        var line = before.Count((byte)'\n') + 1;
        var column = position - before.LastIndexOf((byte)'\n');
        return string.Create(CultureInfo.InvariantCulture, $"{line}:{column}");
    }
}
