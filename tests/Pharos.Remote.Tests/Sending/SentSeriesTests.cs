using System.Globalization;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Remote.Sending;

namespace Pharos.Remote.Tests.Sending;

public sealed class SentSeriesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ForgetBefore_MostSeriesGone_GivesMemoryBackAndKeepsTheRest(bool isV2)
    {
        var series = New(isV2);
        for (var i = 0; i < 20_000; i++)
        {
            series.Store((ulong)i, Named(i), segment: i % 10 == 0 ? 1 : 0);
        }

        for (var i = 0; i < 20_000; i += 10)
        {
            series.SetMetadata((ulong)i, MetricType.Gauge, "u"u8, "help"u8);
        }

        var before = series.Labels;
        var length = before.Length;
        series.TryFind(0, out var oldPlace);
        series.ForgetBefore(1);
        Assert.Equal(2_000, series.Count);
        Assert.NotSame(before, series.Labels);
        Assert.True(series.Labels.Length < length / 4);
        Assert.False(series.TryFind(1, out _));
        Assert.True(series.TryFind(19_990, out var place));
        Assert.Contains("19990", Text(series.Labels, place), StringComparison.Ordinal);

        // Whoever has a place in what was there before can still use it.
        Assert.Contains("n=0", Text(before, oldPlace), StringComparison.Ordinal);
    }

    [Fact]
    public void Store_ASeriesAgain_TakesNoMemory()
    {
        var series = New(isV2: true);
        series.Store(1, Named(1), 0);
        var length = series.Labels.Length;
        series.Store(1, Named(1), 5);
        Assert.Equal(length, series.Labels.Length);
        series.ForgetBefore(5);
        Assert.Equal(1, series.Count);
    }

    [Fact]
    public void SetMetadata_AgainAndAgain_TakesBoundedMemory()
    {
        var series = New(isV2: true);
        for (var i = 0; i < 100; i++)
        {
            series.Store((ulong)i, Named(i), 0);
        }

        for (var i = 0; i < 200_000; i++)
        {
            series.SetMetadata((ulong)(i % 100), MetricType.Gauge, default, i / 100 % 2 == 0 ? "one"u8 : "other"u8);
        }

        Assert.True(series.Labels.Length < 1 << 20);
    }

    [Fact]
    public void Store_NoLabelsLeft_IsAsGoodAsDropped()
    {
        var rules = RelabelRules.Compile([new RelabelRule { Regex = ".*", Action = RelabelAction.LabelDrop }], NameValidationScheme.Utf8);
        var series = new SentSeries(new SentLabelsV1(), Labels.Empty, rules);
        series.Store(1, Named(1), 0);
        Assert.True(series.TryFind(1, out var place));
        Assert.Equal(SentSeries.Dropped, place);
    }

    private static SentSeries New(bool isV2) =>
        new(isV2 ? new SentLabelsV2(hasTypeLabels: false) : new SentLabelsV1(), Labels.Empty, RelabelRules.None);

    private static LabelsView Named(int i) => Labels.Of(("__name__", "some_metric"), ("n", "n=" + i.ToString(CultureInfo.InvariantCulture)), ("job", "a job that all have")).View;

    private static string Text(SentLabels labels, long place)
    {
        if (labels is not SentLabelsV2 v2)
        {
            return System.Text.Encoding.UTF8.GetString(labels.At(place));
        }

        var rest = v2.At(place);
        var text = "";
        SentLabelsV2.Open(ref rest);
        while (!rest.IsEmpty)
        {
            text += System.Text.Encoding.UTF8.GetString(v2.Symbols.Text(SentLabelsV2.Next(ref rest))) + " ";
        }

        return text;
    }
}
