using System.Text;
using Pharos.Formats.Conversion;
using Pharos.Model;

namespace Pharos.Formats.Tests.Conversion;

public sealed class ClassicHistogramConverterTests
{
    private static readonly string[] OneHistogram =
    [
        "type h Histogram",
        "h_bucket a=x,le=1 2",
        "h_bucket a=x,le=+Inf 3",
        "h_sum a=x 4.5",
        "h_count a=x 3",
    ];

    [Fact]
    public void Read_OneHistogram_ComesAtTheEndInPlaceOfItsSeries()
    {
        Assert.Equal(["type h Histogram", "{__name__=\"h\", a=\"x\"} {count:3, sum:4.5, [-Inf,1]:2, (1,+Inf]:1}"], Read(OneHistogram));
    }

    [Fact]
    public void Read_KeepingClassic_ComesBehindItsSeries()
    {
        string[] expected =
        [
            "type h Histogram",
            "{__name__=\"h_bucket\", a=\"x\", le=\"1\"} 2",
            "{__name__=\"h_bucket\", a=\"x\", le=\"+Inf\"} 3",
            "{__name__=\"h_sum\", a=\"x\"} 4.5",
            "{__name__=\"h_count\", a=\"x\"} 3",
            "{__name__=\"h\", a=\"x\"} {count:3, sum:4.5, [-Inf,1]:2, (1,+Inf]:1}",
        ];
        Assert.Equal(expected, Read(OneHistogram, new ExpositionOptions { KeepClassicHistograms = true }));
    }

    [Theory]
    [InlineData("type g Gauge")]
    [InlineData("help h text")]
    [InlineData("other - 1")]
    [InlineData("h_created a=x 5")]
    [InlineData("h_bucket a=x,le=one 5")]
    public void Read_WhatFollows_ComesBehindTheHistogramOrGoesOn(string next)
    {
        var entries = Read([.. OneHistogram, next]);
        var histogram = entries.FindIndex(entry => entry.Contains("count:3", StringComparison.Ordinal));

        // A bound that is no number makes a series of its own, but does not end the histogram.
        Assert.Equal(next.Contains("one", StringComparison.Ordinal) ? 2 : 1, histogram);
        Assert.Equal(3, entries.Count);
    }

    [Fact]
    public void Read_OtherLabels_AreAnotherHistogram()
    {
        string[] lines = ["type h Histogram", "h_count - 1", "h_count b=y 2", "h_count a=x,b=y 3", "h_sum a=x,b=y 4", "h_count a=x 5"];
        string[] expected =
        [
            "type h Histogram",
            "{__name__=\"h\"} {count:1, sum:0, [-Inf,+Inf]:1}",
            "{__name__=\"h\", b=\"y\"} {count:2, sum:0, [-Inf,+Inf]:2}",
            "{__name__=\"h\", a=\"x\", b=\"y\"} {count:3, sum:4, [-Inf,+Inf]:3}",
            "{__name__=\"h\", a=\"x\"} {count:5, sum:0, [-Inf,+Inf]:5}",
        ];
        Assert.Equal(expected, Read(lines));
    }

    [Theory]
    [InlineData("type h GaugeHistogram", "h_count - 1")]
    [InlineData("type g Histogram", "h_count - 1")]
    [InlineData("type h Histogram", "h - 1")]
    [InlineData("type h Histogram", "h_bucket - 1")]
    [InlineData("type h Histogram", "h_bucket le=NaN 1")]
    [InlineData("type h Histogram", "h_bucket le=1e999 1")]
    public void Read_NoPartOfAHistogram_StaysASeries(string type, string series)
    {
        Assert.Equal(2, Read([type, series]).Count);
        Assert.DoesNotContain(Read([type, series]), entry => entry.Contains("count:", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_PartsThatContradict_LeaveNothingBehind()
    {
        string[] lines = ["type h Histogram", "h_bucket le=1 5 #a", "h_bucket le=2 3", "h_count - 9", "h_count a=x 1", "h_bucket a=x,le=+Inf 1 #b"];
        Assert.Equal(["type h Histogram", "{__name__=\"h\", a=\"x\"} {count:1, sum:0, [-Inf,+Inf]:1} #b=1"], Read(lines));
    }

    [Fact]
    public void Read_CountBelowTheLastBucket_LeavesNothingBehind()
    {
        string[] lines = ["type h Histogram", "h_bucket le=1 5", "h_count - 3", "h_bucket a=x,le=2 1"];
        Assert.Equal(["type h Histogram", "{__name__=\"h\", a=\"x\"} {count:1, sum:0, [-Inf,2]:1}"], Read(lines));
    }

    [Fact]
    public void Read_ClassicBesideNative_StaysClassic()
    {
        string[] lines = ["type h Histogram", "native h a=x", "h_count a=x 1", "h_bucket a=x,le=1 1", "h_count a=y 2"];
        string[] expected =
        [
            "type h Histogram",
            "{__name__=\"h\", a=\"x\"} {count:0, sum:0}",
            "{__name__=\"h_count\", a=\"x\"} 1",
            "{__name__=\"h_bucket\", a=\"x\", le=\"1\"} 1",
            "{__name__=\"h\", a=\"y\"} {count:2, sum:0, [-Inf,+Inf]:2}",
        ];
        Assert.Equal(expected, Read(lines));
    }

    [Fact]
    public void Read_NativeBehindClassic_ComesBehindTheConverted()
    {
        string[] lines = ["type h Histogram", "h_count a=x 1", "native h a=y", "h_count a=y 2"];
        string[] expected =
        [
            "type h Histogram",
            "{__name__=\"h\", a=\"x\"} {count:1, sum:0, [-Inf,+Inf]:1}",
            "{__name__=\"h\", a=\"y\"} {count:0, sum:0}",
            "{__name__=\"h_count\", a=\"y\"} 2",
        ];
        Assert.Equal(expected, Read(lines));
    }

    [Fact]
    public void Read_Exemplars_AreAllTheHistograms()
    {
        string[] lines = ["type h Histogram", "h_bucket le=1 1 #a #b", "h_count - 2", "h_bucket le=+Inf 2 #c", "h_bucket x=y,le=+Inf 2 #d"];
        string[] expected =
        [
            "type h Histogram",
            "{__name__=\"h_bucket\", le=\"1\"} 1",
            "{__name__=\"h_count\"} 2",
            "{__name__=\"h_bucket\", le=\"+Inf\"} 2",
            "{__name__=\"h\"} {count:2, sum:0, [-Inf,1]:1, (1,+Inf]:1} #a=1 #b=2 #c=1",
            "{__name__=\"h_bucket\", le=\"+Inf\", x=\"y\"} 2",
            "{__name__=\"h\", x=\"y\"} {count:2, sum:0, [-Inf,+Inf]:2} #d=1",
        ];
        Assert.Equal(expected, Read(lines, new ExpositionOptions { KeepClassicHistograms = true }));
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(false, 0)]
    public void ReadStartTimestamp_Histogram_IsThatOfItsFirstSeries(bool takesCreated, long expected)
    {
        var reader = Convert(OneHistogram, new ExpositionOptions { SkipCreatedSeries = takesCreated });
        Assert.True(reader.Read());
        Assert.True(reader.Read());
        Assert.Equal(ExpositionEntry.Histogram, reader.Entry);
        Assert.Equal(expected, reader.ReadStartTimestamp());
        Assert.Equal(MetricType.Histogram, reader.Type);
    }

    [Fact]
    public void TimestampMs_Histogram_IsThatOfTheSeriesReadLast()
    {
        var reader = Convert(["type h Histogram", "h_count - 1 @", "h_count a=x 1 @@"], ExpositionOptions.Default);
        Assert.True(reader.Read());
        Assert.True(reader.Read());
        Assert.Equal((true, 2000), (reader.HasTimestamp, reader.TimestampMs));
    }

    [Theory]
    [InlineData("h_count - 1", "h")]
    [InlineData("h_count b=2,a=x\"y 1", "h{a=\"x\\\"y\",b=\"2\"}")]
    [InlineData("h_count a.b=1 1", "h{\"a.b\"=\"1\"}")]
    public void Series_Histogram_IsNamedAsInATextFormat(string line, string expected)
    {
        var reader = Convert(["type h Histogram", line], ExpositionOptions.Default);
        Assert.True(reader.Read());
        Assert.True(reader.Read());
        Assert.Equal(expected, Encoding.UTF8.GetString(reader.Series));
    }

    private static ClassicHistogramConverter<ScriptedReader> Convert(string[] lines, ExpositionOptions options) =>
        new(new ScriptedReader(lines), new ClassicHistogramScratch(), options);

    private static List<string> Read(string[] lines, ExpositionOptions? options = null)
    {
        var reader = Convert(lines, options ?? ExpositionOptions.Default);
        var entries = new List<string>();
        var labels = new LabelsBuilder();
        while (reader.Read())
        {
            if (reader.Entry is not (ExpositionEntry.Series or ExpositionEntry.Histogram))
            {
                entries.Add($"{reader.Entry.ToString().ToLowerInvariant()} {Encoding.UTF8.GetString(reader.FamilyName)} {reader.Type}");
                continue;
            }

            reader.ReadLabels(labels);
            var value = reader.Entry == ExpositionEntry.Series
                ? reader.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : reader.Histogram?.ToString() ?? reader.FloatHistogram!.ToString();
            var entry = $"{labels} {value}";
            while (reader.ReadExemplar(labels, out var exemplar))
            {
                entry += $" #{Encoding.UTF8.GetString(labels.Get("id"u8))}={exemplar.Value}";
            }

            entries.Add(entry);
        }

        Assert.Equal(ExpositionEntry.None, reader.Entry);
        return entries;
    }
}
