using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Io.Prometheus.Client;

namespace Pharos.Formats.Tests.Protobuf;

/// <summary>Random metric families as exporters may send them, from the plain to the odd, the same for the same seed.</summary>
public sealed class MetricFamilyGenerator
{
    private static readonly string[] Texts =
        ["a", "value", "with space", "quote\"d", "back\\slash", "line\nbreak", "zürich", "日本", "", "x.y"];

    private static readonly string[] Names =
        ["http_requests_total", "up", "latency_seconds", "a:b:c", "dotted.name", "zürich_info", "with space", "x"];

    private static readonly double[] Numbers =
    [
        0, 1, -1, 0.5, 1e6, 123456.789, 1e-9, 1e300, -0.0, 4503599627370497, Pharos.Model.SpecialValues.NormalNaN, double.PositiveInfinity, double.NegativeInfinity,
    ];

    private readonly Random _random;

    public MetricFamilyGenerator(int seed)
    {
        _random = new Random(seed);
    }

    /// <summary>Whether families may hold classic and native histograms side by side.</summary>
    public bool MixesHistograms { get; init; } = true;

    /// <summary>Whether families are as a registry has them: each with metrics, labels in order, none twice and none empty.</summary>
    public bool IsTidy { get; init; }

    public static byte[] Delimited(IEnumerable<MetricFamily> families)
    {
        using var stream = new MemoryStream();
        foreach (var family in families)
        {
            family.WriteDelimitedTo(stream);
        }

        return stream.ToArray();
    }

    public List<MetricFamily> Families(int most = 4) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(Family)];

    public MetricFamily Family(int index)
    {
        var family = new MetricFamily { Name = $"f{index}_{Pick(Names)}", Type = (MetricType)_random.Next(6) };
        var help = Pick(Texts);
        if (Chance(0.8) && !(IsTidy && help.Length == 0))
        {
            family.Help = help;
        }

        if (Chance(0.2))
        {
            family.Unit = Pick(["seconds", "bytes", "zürich"]);
        }

        var isNative = Chance(0.5);
        for (var i = !IsTidy && Chance(0.05) ? 0 : _random.Next(1, 5); i > 0; i--)
        {
            family.Metric.Add(Metric(family.Type, MixesHistograms ? Chance(0.5) : isNative, i));
        }

        return family;
    }

    private Metric Metric(MetricType type, bool isNative, int index)
    {
        var metric = new Metric();
        metric.Label.Add(new LabelPair { Name = "index", Value = index.ToString() });
        for (var i = _random.Next(3); i > 0; i--)
        {
            var name = Pick(["a", "job", "le", "dotted.label", "__type__", "__unit__", "ä"]) + (Chance(0.3) ? "" : i);
            metric.Label.Add(new LabelPair { Name = name, Value = Pick(Texts) });
        }

        if (IsTidy)
        {
            Tidy(metric.Label);
        }

        if (Chance(0.3))
        {
            metric.TimestampMs = Chance(0.2) ? 0 : _random.NextInt64(-10_000, 2_000_000_000_000);
        }

        switch (type)
        {
            case MetricType.Counter: metric.Counter = Counter(); break;
            case MetricType.Gauge: metric.Gauge = new Gauge { Value = Number() }; break;
            case MetricType.Untyped: metric.Untyped = new Untyped { Value = Number() }; break;
            case MetricType.Summary: metric.Summary = Summary(); break;
            default: metric.Histogram = Histogram(isNative); break;
        }

        return metric;
    }

    private static void Tidy(RepeatedField<LabelPair> labels)
    {
        var tidy = labels.Where(label => label.Value.Length > 0 && label.Name is not ("le" or "__type__" or "__unit__"))
            .DistinctBy(label => label.Name)
            .OrderBy(label => label.Name, StringComparer.Ordinal)
            .ToList();
        labels.Clear();
        labels.AddRange(tidy);
    }

    private Counter Counter()
    {
        var counter = new Counter { Value = Number() };
        if (Chance(0.4))
        {
            counter.Exemplar = Exemplar();
        }

        if (Chance(0.4))
        {
            counter.StartTimestamp = Time();
        }

        return counter;
    }

    private Summary Summary()
    {
        var summary = new Summary { SampleCount = (ulong)_random.Next(), SampleSum = Number() };
        for (var i = _random.Next(4); i > 0; i--)
        {
            summary.Quantile.Add(new Quantile { Quantile_ = Chance(0.2) ? Number() : 1.0 / i, Value = Number() });
        }

        if (Chance(0.4))
        {
            summary.StartTimestamp = Time();
        }

        return summary;
    }

    private Histogram Histogram(bool isNative)
    {
        var histogram = new Histogram { SampleSum = Number() };
        var isFloat = Chance(0.3);
        if (isFloat)
        {
            histogram.SampleCountFloat = _random.Next(1, 1000) + 0.5;
        }
        else
        {
            histogram.SampleCount = (ulong)_random.Next(1000);
        }

        if (!isNative || Chance(0.5))
        {
            AddBuckets(histogram, isFloat);
        }

        if (isNative)
        {
            AddNative(histogram, isFloat);
        }

        if (Chance(0.4))
        {
            histogram.StartTimestamp = Time();
        }

        return histogram;
    }

    private void AddBuckets(Histogram histogram, bool isFloat)
    {
        var bound = -1.0;
        ulong count = 0;
        for (var i = _random.Next(5); i >= 0; i--)
        {
            bound = i == 0 && Chance(0.5) ? double.PositiveInfinity : bound + _random.Next(1, 5) * 0.5;
            count += (ulong)_random.Next(10);
            var bucket = new Bucket { UpperBound = bound };
            if (isFloat)
            {
                bucket.CumulativeCountFloat = count + 0.25;
            }
            else
            {
                bucket.CumulativeCount = count;
            }

            if (Chance(0.4))
            {
                bucket.Exemplar = Exemplar();
            }

            histogram.Bucket.Add(bucket);
        }
    }

    private void AddNative(Histogram histogram, bool isFloat)
    {
        histogram.Schema = _random.Next(-4, 9);
        histogram.ZeroThreshold = Chance(0.5) ? 0 : 1e-128;
        if (isFloat)
        {
            histogram.ZeroCountFloat = _random.Next(5) * 0.5;
        }
        else
        {
            histogram.ZeroCount = (ulong)_random.Next(5);
        }

        AddSide(histogram.PositiveSpan, histogram.PositiveDelta, histogram.PositiveCount, isFloat);
        AddSide(histogram.NegativeSpan, histogram.NegativeDelta, histogram.NegativeCount, isFloat);
        if (histogram.PositiveSpan.Count == 0 && histogram.NegativeSpan.Count == 0)
        {
            histogram.PositiveSpan.Add(new BucketSpan { Offset = 0, Length = 0 });
        }

        for (var i = Chance(0.5) ? 0 : _random.Next(4); i > 0; i--)
        {
            histogram.Exemplars.Add(Exemplar());
        }
    }

    private void AddSide(ICollection<BucketSpan> spans, ICollection<long> deltas, ICollection<double> counts, bool isFloat)
    {
        long previous = 0;
        var spanCount = _random.Next(4);
        for (var i = 0; i < spanCount; i++)
        {
            var length = (uint)_random.Next(4);
            spans.Add(new BucketSpan { Offset = i == 0 ? _random.Next(-20, 20) : _random.Next(3), Length = length });
            for (; length > 0; length--)
            {
                long count = Chance(0.3) ? 0 : _random.Next(1, 100);
                if (isFloat)
                {
                    counts.Add(count * 0.5);
                }
                else
                {
                    deltas.Add(count - previous);
                    previous = count;
                }
            }
        }
    }

    private Exemplar Exemplar()
    {
        var exemplar = new Exemplar { Value = Number() };
        if (Chance(0.8))
        {
            exemplar.Label.Add(new LabelPair { Name = "trace_id", Value = _random.NextInt64().ToString("x") });
        }

        if (Chance(0.2))
        {
            exemplar.Label.Add(new LabelPair { Name = "span.id", Value = Pick(Texts) });
        }

        if (IsTidy)
        {
            Tidy(exemplar.Label);
        }

        if (Chance(0.7))
        {
            exemplar.Timestamp = Time();
        }

        return exemplar;
    }

    private Timestamp Time() => new()
    {
        Seconds = _random.NextInt64(-1000, 2_000_000_000),
        Nanos = _random.Next(1_000_000_000),
    };

    private double Number() => Chance(0.5) ? Pick(Numbers) : _random.Next(100_000) / 100.0;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private bool Chance(double probability) => _random.NextDouble() < probability;
}
