using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>
/// One of the results that each histogram has: an estimate, the steps that it has, and the value of the label that tells it from the
/// others.
/// </summary>
/// <param name="Estimate">Its number.</param>
/// <param name="Value">Null if there is no such label.</param>
/// <param name="Steps">Null for all.</param>
internal sealed record HistogramVariant(int Estimate, byte[]? Value, StepSet? Steps)
{
    /// <summary>The one that is not told from any other.</summary>
    public static readonly HistogramVariant Only = new(0, null, null);

    /// <summary>
    /// The variants of several quantiles: one of each, or more if a quantile differs from step to step, since its text is a label then.
    /// </summary>
    public static List<HistogramVariant> OfQuantiles(IReadOnlyList<ScalarColumn> quantiles)
    {
        var variants = new List<HistogramVariant>();
        for (var number = 0; number < quantiles.Count; number++)
        {
            var numbers = quantiles[number].Numbers;
            var first = numbers[0];
            if (!numbers.ContainsAnyExcept(first))
            {
                variants.Add(new HistogramVariant(number, Text(first), null));
                continue;
            }

            var byText = new Dictionary<string, HistogramVariant>(StringComparer.Ordinal);
            for (var step = 0; step < numbers.Length; step++)
            {
                var text = Text(numbers[step]);
                var key = Encoding.ASCII.GetString(text);
                if (!byText.TryGetValue(key, out var variant))
                {
                    variant = new HistogramVariant(number, text, new StepSet(numbers.Length));
                    byText.Add(key, variant);
                    variants.Add(variant);
                }

                variant.Steps!.Value.Add(step);
            }
        }

        return variants;
    }

    public bool Has(int step) => Steps is not { } steps || steps.Contains(step);

    private static byte[] Text(double quantile)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        return text[..GoFloat.FormatOpenMetrics(text, quantile)].ToArray();
    }
}
