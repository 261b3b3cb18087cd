using Pharos.Formats;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;
using Pharos.Model.Histograms;

namespace Pharos.Fuzz.Targets;

/// <summary>What is done with native histograms once they are decoded.</summary>
internal sealed class HistogramTarget : IFuzzTarget
{
    private readonly ExpositionScratch _scratch = new();

    public string Name => "histogram";

    public IEnumerable<byte[]> Seeds => ProtobufSeeds.All;

    public IReadOnlyList<byte[]> Tokens => ProtobufSeeds.Tokens;

    public bool HasLengths => true;

    /// <summary>Each operation works on a copy of its own, and text is long.</summary>
    public long AllocationLimit(int inputLength) => 4096L * inputLength + (1 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var reader = new ProtobufReader(input, _scratch);
        try
        {
            while (reader.Read())
            {
                if (reader.Histogram is { } integer)
                {
                    Check(integer, outcome);
                }
                else if (reader.FloatHistogram is { } floating)
                {
                    Check(floating, outcome);
                }
            }
        }
        catch (ExpositionException error)
        {
            outcome.Error(error);
        }
    }

    private static void Check(Histogram histogram, FuzzOutcome outcome)
    {
        HistogramDigest.Note(histogram, outcome);
        var reduced = histogram.Copy();
        BrokenInvariantException.Require(reduced.ContentEquals(histogram) || double.IsNaN(histogram.ZeroThreshold), "a copy is not equal");
        outcome.Message(reduced.ReduceToSupportedSchema()?.Message ?? "");
        if (histogram.Validate() is { } fault)
        {
            outcome.Message(fault.Message);
            return;
        }

        outcome.Result(histogram.ToString());
        for (var empty = 0; empty < 3; empty++)
        {
            var compact = histogram.Copy().Compact(empty);
            RequireValid(compact.Validate(), "compacting");
            HistogramDigest.Note(compact, outcome);
            BrokenInvariantException.Require(compact.Copy().Compact(empty).ContentEquals(compact) || double.IsNaN(compact.ZeroThreshold), "compacting again changes something");
        }

        var lower = histogram.Copy();
        if (HistogramSchema.IsExponential(histogram.Schema - 2) && lower.ReduceResolution(histogram.Schema - 2) is null)
        {
            RequireValid(lower.Validate(), "reducing");
            HistogramDigest.Note(lower, outcome);
        }

        var floating = histogram.ToFloat();
        RequireValid(floating.Validate(), "making it a float histogram");
        Check(floating, outcome);
    }

    private static void Check(FloatHistogram histogram, FuzzOutcome outcome)
    {
        HistogramDigest.Note(histogram, outcome);
        outcome.Message(histogram.Copy().ReduceToSupportedSchema()?.Message ?? "");
        if (histogram.Validate() is { } fault)
        {
            outcome.Message(fault.Message);
            return;
        }

        outcome.Result(histogram.ToString());
        outcome.Result(histogram.ToTestExpression());
        for (var empty = 0; empty < 3; empty++)
        {
            var compact = histogram.Copy().Compact(empty);
            RequireValid(compact.Validate(), "compacting");
            HistogramDigest.Note(compact, outcome);
        }

        var lower = histogram.Copy();
        if (HistogramSchema.IsExponential(histogram.Schema - 2) && lower.ReduceResolution(histogram.Schema - 2) is null)
        {
            RequireValid(lower.Validate(), "reducing");
            HistogramDigest.Note(lower, outcome);
            var sum = histogram.Copy();
            outcome.Result((long)sum.Add(lower));
            HistogramDigest.Note(sum, outcome);
            outcome.Result((long)lower.Copy().Subtract(histogram));
            outcome.Result(histogram.DetectReset(lower));
        }

        outcome.Result(histogram.HasOverflow());
        foreach (var quantile in (ReadOnlySpan<double>)[-1, 0, 0.5, 1, double.NaN])
        {
            outcome.Result(HistogramQuantiles.Quantile(quantile, histogram, out _));
        }

        outcome.Result(HistogramFractions.Fraction(-1, 2, histogram, out _));
        outcome.Result(HistogramMoments.StandardDeviation(histogram));
        RequireValid(histogram.Copy().TrimAbove(1).Validate(), "trimming above");
        RequireValid(histogram.Copy().TrimBelow(-1).Validate(), "trimming below");
    }

    private static void RequireValid(HistogramFault? fault, string what) =>
        BrokenInvariantException.Require(fault is null, $"{what} makes the histogram invalid: {fault?.Message}");
}
