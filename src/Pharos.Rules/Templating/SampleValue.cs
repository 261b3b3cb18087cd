using Pharos.Foundation.Templates;
using Pharos.Model.Histograms;

namespace Pharos.Rules.Templating;

/// <summary>The value of an element as templates see it: a number, or a histogram by its text.</summary>
internal static class SampleValue
{
    public static object Of(RuleSample sample) => sample.Histogram is { } histogram ? new HistogramValue(histogram) : sample.Value;

    private sealed class HistogramValue(FloatHistogram histogram) : TemplateObject
    {
        public override string TypeName => "*histogram.FloatHistogram";

        public override bool TryGetField(string name, out object? value)
        {
            value = name switch { "Count" => histogram.Count, "Sum" => histogram.Sum, "ZeroCount" => histogram.ZeroCount, _ => null };
            return value is not null;
        }

        public override string ToString() => histogram.ToString()!;
    }
}
