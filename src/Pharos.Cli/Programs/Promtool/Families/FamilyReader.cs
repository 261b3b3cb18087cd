using System.Text;
using Pharos.Formats;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool.Families;

/// <summary>Reads an exposition in the text format as families of metrics. It is stricter than scraping is.</summary>
internal sealed class FamilyReader
{
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly List<MetricFamily> _order = [];
    private readonly LabelsBuilder _labels = new();

    /// <summary>The families, in the order in which they were mentioned first.</summary>
    /// <exception cref="PromtoolException">The text breaks its format. The message says where.</exception>
    public static IReadOnlyList<MetricFamily> Read(ReadOnlySpan<byte> text)
    {
        var families = new FamilyReader();
        var reader = new PrometheusTextReader(text, new ExpositionScratch());
        try
        {
            while (reader.Read())
            {
                families.Take(ref reader);
            }
        }
        catch (ExpositionException error)
        {
            throw new PromtoolException($"text format parsing error: {error.Message}");
        }

        if (!text.IsEmpty && text[^1] != '\n')
        {
            throw new PromtoolException($"text format parsing error in line {text.Count((byte)'\n') + 1}: unexpected end of input stream");
        }

        // A name that was only announced is no family.
        return [.. families._order.Where(static family => family.Metrics.Count > 0)];
    }

    private void Take(ref PrometheusTextReader reader)
    {
        switch (reader.Entry)
        {
            case ExpositionEntry.Type:
                var typed = Family(Encoding.UTF8.GetString(reader.FamilyName));
                if (typed.Type != MetricType.Unknown || typed.Metrics.Count > 0)
                {
                    throw new PromtoolException($"text format parsing error: second TYPE line for metric name \"{typed.Name}\", or TYPE reported after samples");
                }

                typed.Type = reader.Type;
                break;
            case ExpositionEntry.Help:
                var helped = Family(Encoding.UTF8.GetString(reader.FamilyName));
                if (helped.Help is not null)
                {
                    throw new PromtoolException($"text format parsing error: second HELP line for metric name \"{helped.Name}\"");
                }

                // A line without a text says nothing.
                helped.Help = reader.Text.IsEmpty ? null : Encoding.UTF8.GetString(reader.Text);
                break;
            case ExpositionEntry.Series:
                reader.ReadLabels(_labels);
                TakeSample(_labels.ToLabels(), reader.Value, reader.HasTimestamp ? reader.TimestampMs : null);
                break;
        }
    }

    private void TakeSample(Labels all, double value, long? timestampMs)
    {
        var name = all["__name__"] ?? "";
        var family = Owner(name);
        _labels.Reset(all.View);
        _labels.Remove("__name__"u8);
        var part = family.Type == MetricType.Histogram ? "le"u8 : "quantile"u8;
        var isPart = family.IsParted && !_labels.Get(part).IsEmpty && (name == family.Name || name.EndsWith("_bucket", StringComparison.Ordinal));
        if (isPart)
        {
            _labels.Remove(part);
        }

        var metric = family.Metric(_labels.ToLabels());
        metric.Parts += isPart ? 1 : 0;
        metric.Samples.Add(new FamilySample(all, value, timestampMs));
    }

    /// <summary>The family of that name, or the one that has series with such an ending.</summary>
    private MetricFamily Owner(string name)
    {
        if (!_families.ContainsKey(name))
        {
            foreach (var (suffix, isOfBoth) in ((string, bool)[])[("_sum", true), ("_count", true), ("_bucket", false)])
            {
                if (name.EndsWith(suffix, StringComparison.Ordinal) && _families.TryGetValue(name[..^suffix.Length], out var owner)
                    && (owner.Type == MetricType.Histogram || (isOfBoth && owner.Type == MetricType.Summary)))
                {
                    return owner;
                }
            }
        }

        return Family(name);
    }

    private MetricFamily Family(string name)
    {
        if (!_families.TryGetValue(name, out var family))
        {
            family = new MetricFamily(name);
            _families.Add(name, family);
            _order.Add(family);
        }

        return family;
    }
}
