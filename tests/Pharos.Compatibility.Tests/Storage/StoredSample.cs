using Pharos.Compatibility.Tests.Exposition;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A sample that a test stores: a float, or one of the histograms.</summary>
internal sealed record StoredSample(Labels Series, long TimestampMs, double Value, Histogram? Histogram = null, FloatHistogram? FloatHistogram = null)
{
    public SampleKind Kind => Histogram is not null ? SampleKind.Histogram : FloatHistogram is not null ? SampleKind.FloatHistogram : SampleKind.Float;

    public bool IsStale => SpecialValues.IsStale(Histogram?.Sum ?? FloatHistogram?.Sum ?? Value);

    /// <summary>The value as <see cref="StoredSamples"/> has it.</summary>
    public string Text =>
        Histogram is not null ? ValueText.Of(Histogram.ToFloat()) : FloatHistogram is not null ? ValueText.Of(FloatHistogram) : ValueText.Of(Value);

    public AppendResult AppendTo(IAppender appender, SeriesRef series)
    {
        if (Histogram is not null)
        {
            return appender.Append(series, Series.View, TimestampMs, Histogram);
        }

        return FloatHistogram is not null
            ? appender.Append(series, Series.View, TimestampMs, FloatHistogram)
            : appender.Append(series, Series.View, TimestampMs, Value);
    }
}
