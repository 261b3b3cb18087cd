using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.Scripts;

/// <param name="Line">Where it stands, counted from 1.</param>
internal abstract record ScriptCommand(int Line);

internal sealed record ClearCommand(int Line) : ScriptCommand(Line);

/// <param name="Starts">When the counter of each sample began, relative to it; null if not given.</param>
internal sealed record LoadedSeries(Labels Labels, IReadOnlyList<SequenceValue> Values, IReadOnlyList<long?>? Starts);

/// <param name="WithCustomBuckets">Whether classic histograms are to be loaded as native ones too.</param>
internal sealed record LoadCommand(int Line, long StepMs, bool WithCustomBuckets, IReadOnlyList<LoadedSeries> Series) : ScriptCommand(Line);

/// <summary>A text that a message must be or a pattern that it must match; any will do if neither is given.</summary>
internal sealed record TextExpectation(string? Text, Re2Regex? Pattern)
{
    public bool Fits(string message) =>
        Text is null ? Pattern is null || Pattern.IsMatch(Encoding.UTF8.GetBytes(message)) : Text == message;
}

/// <param name="Place">In which order it was written.</param>
internal sealed record ExpectedSeries(int Place, Labels Labels, IReadOnlyList<SequenceValue> Values);

internal sealed record EvalCommand(int Line) : ScriptCommand(Line)
{
    public string Query { get; set; } = "";

    public bool IsRange { get; set; }

    public long StartMs { get; set; }

    public long EndMs { get; set; }

    public long StepMs { get; set; }

    /// <summary>The times of the samples that an instant query of a range gives.</summary>
    public (long StartMs, long EndMs, long StepMs)? Samples { get; set; }

    public double? Scalar { get; set; }

    public string? Text { get; set; }

    public List<ExpectedSeries> Expected { get; } = [];

    public int SeriesLines { get; set; }

    public bool IsOrdered { get; private set; }

    public List<TextExpectation> Failures { get; } = [];

    public List<TextExpectation> Warnings { get; } = [];

    public List<TextExpectation> Infos { get; } = [];

    public bool ForbidsWarnings { get; private set; }

    public bool ForbidsInfos { get; private set; }

    public bool WantsSomeWarning { get; private set; }

    public bool WantsSomeInfo { get; private set; }

    /// <summary>What the command's own name says: <c>eval_fail</c> and its like.</summary>
    public void AddShorthand(string word)
    {
        switch (word)
        {
            case "eval_fail":
                Failures.Add(new TextExpectation(null, null));
                break;
            case "eval_warn":
                WantsSomeWarning = true;
                break;
            case "eval_info":
                WantsSomeInfo = true;
                break;
            case "eval_ordered":
                IsOrdered = true;
                break;
            case "eval":
                break;
            default:
                throw new FormatException($"invalid command {word}");
        }
    }

    /// <summary>What stands after the word <c>expect</c>.</summary>
    public void Add(string expectation)
    {
        var parts = expectation.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = parts.Length == 1 ? new TextExpectation(null, null)
            : parts[1].StartsWith("msg:", StringComparison.Ordinal) ? new TextExpectation(parts[1]["msg:".Length..].Trim(), null)
            : parts[1].StartsWith("regex:", StringComparison.Ordinal) ? new TextExpectation(null, Re2Regex.Compile(parts[1]["regex:".Length..].Trim()))
            : throw new FormatException($"expected msg: or regex:, found {parts[1]}");
        switch (parts[0])
        {
            case "ordered":
                IsOrdered = true;
                break;
            case "fail":
                Failures.Add(text);
                break;
            case "warn":
                Warnings.Add(text);
                break;
            case "info":
                Infos.Add(text);
                break;
            case "no_warn":
                ForbidsWarnings = true;
                break;
            case "no_info":
                ForbidsInfos = true;
                break;
            default:
                throw new FormatException($"invalid expectation {parts[0]}");
        }
    }
}
