using Pharos.PromQL.Syntax;

namespace Pharos.Fuzz.Targets;

/// <summary>A series in the language of tests.</summary>
internal sealed class SeriesDescriptionTarget : IFuzzTarget
{
    private static readonly byte[][] Pieces =
        [.. Targets.Seeds.Of("{{", "}}", "schema:1", "sum:5", "buckets:[1 2]", "n_offset:-1", "counter_reset_hint:gauge", " ", "x3", "+", "-", "_", "stale", "1", "NaN", "{a=\"b\"}", "]")];

    public string Name => "series-description";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "m{a=\"b\"} 1+2x3 _ _x2 stale NaN -1-.5x2",
        "m {{schema:1 sum:5 count:4 z_bucket:1 z_bucket_w:0.5 buckets:[1 2] offset:2 n_buckets:[3]}}",
        "{} {{sum:1 buckets:[1]}}+{{sum:2 buckets:[0 1]}}x2 {{schema:-53 custom_values:[1] buckets:[1 1]}}x1");

    public IReadOnlyList<byte[]> Tokens => Pieces;

    /// <summary>A repetition asks for up to four million values.</summary>
    public long AllocationLimit(int inputLength) => 2L << 30;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        try
        {
            var series = PromQLParser.ParseSeriesDescription(input);
            outcome.Result(series.Values.Count);
            outcome.Feature(1, (ulong)Math.Min(series.Values.Count, 99));
        }
        catch (PromQLSyntaxException error)
        {
            outcome.Error(error);
        }
    }
}
