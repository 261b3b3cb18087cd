using Pharos.Model.Histograms;

namespace Pharos.Model.Tests.Histograms;

/// <summary>What PromQL and storage do per sample allocates nothing.</summary>
public sealed class HistogramAllocationTests
{
    private static readonly FloatHistogram Source = Make();

    public static TheoryData<string> Operations => ["add", "subtract", "kahan", "scale", "copy", "float", "reset", "quantile", "validate"];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_SameLayout_AllocatesNothing(string name)
    {
        var target = Source.Copy();
        var scratch = Source.Copy();
        var integer = new Histogram
        {
            PositiveSpans = Source.PositiveSpans,
            PositiveBuckets = new long[Source.PositiveBuckets.Length],
            NegativeSpans = Source.NegativeSpans,
            NegativeBuckets = new long[Source.NegativeBuckets.Length],
        };
        FloatHistogram? compensation = null;
        target.KahanAdd(Source, ref compensation);
        void Run()
        {
            switch (name)
            {
                case "add": target.Add(Source); break;
                case "subtract": target.Subtract(Source); break;
                case "kahan": target.KahanAdd(Source, ref compensation); break;
                case "scale": target.Multiply(2).Divide(2).Compact(0); break;
                case "copy": Source.CopyTo(scratch); break;
                case "float": integer.ToFloat(scratch); break;
                case "reset": Assert.False(target.DetectReset(Source)); break;
                case "quantile":
                    HistogramQuantiles.Quantile(0.9, Source, out _);
                    HistogramFractions.Fraction(1, 5, Source, out _);
                    HistogramMoments.Variance(Source);
                    break;
                case "validate": Assert.Null(Source.Validate()); break;
            }
        }

        for (var i = 0; i < 100; i++)
        {
            Run();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static FloatHistogram Make() => new()
    {
        Count = 67,
        ZeroThreshold = 0.001,
        ZeroCount = 7,
        PositiveSpans = [new(-4, 20), new(3, 20)],
        PositiveBuckets = [.. Enumerable.Repeat(1.0, 40)],
        NegativeSpans = [new(0, 20)],
        NegativeBuckets = [.. Enumerable.Repeat(1.0, 20)],
    };
}
