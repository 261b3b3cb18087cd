using System.Text;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>What our reader for a format makes of an exposition, with the labels of the target it would come from.</summary>
internal sealed class OurScrape : IExpositionConsumer
{
    private readonly Scrape _scrape = new();
    private readonly (string Name, string Value)[] _target;

    private OurScrape(ScrapeJob job)
    {
        _target = [("instance", job.Address), ("job", job.Name), (ScrapeJob.Label, job.Name)];
    }

    /// <exception cref="ExpositionException">The exposition is broken.</exception>
    public static Scrape Read(ExpositionFormat format, byte[] exposition, ExpositionOptions options, ScrapeJob job)
    {
        var consumer = new OurScrape(job);
        ExpositionDispatch.Read(ExpositionFormats.Media(format), exposition, new ExpositionScratch(), options, ref consumer);
        return consumer._scrape;
    }

    public void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        var labels = new LabelsBuilder();
        while (reader.Read())
        {
            switch (reader.Entry)
            {
                case ExpositionEntry.Type:
                    var type = Text(MetricTypes.Name(reader.Type));
                    Change(reader.FamilyName, family => family with { Type = type });
                    break;
                case ExpositionEntry.Help:
                    var help = Text(reader.Text);
                    Change(reader.FamilyName, family => family with { Help = help });
                    break;
                case ExpositionEntry.Unit:
                    var unit = Text(reader.Text);
                    Change(reader.FamilyName, family => family with { Unit = unit });
                    break;
                case ExpositionEntry.Series or ExpositionEntry.Histogram:
                    AddSample(ref reader, labels);
                    break;
            }
        }
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private void Change(ReadOnlySpan<byte> name, Func<Metadata, Metadata> change)
    {
        var family = Text(name);
        _scrape.Families[family] = change(_scrape.Families.GetValueOrDefault(family) ?? new Metadata("unknown", "", ""));
    }

    private void AddSample<TReader>(ref TReader reader, LabelsBuilder labels)
        where TReader : IExpositionReader, allows ref struct
    {
        reader.ReadLabels(labels);
        foreach (var (name, value) in _target)
        {
            if (labels.Get(Encoding.UTF8.GetBytes(name)).IsEmpty)
            {
                labels.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
            }
        }

        var series = labels.ToString();
        var sample = reader.Entry == ExpositionEntry.Series
            ? ValueText.Of(reader.Value)
            : ValueText.Of(reader.Histogram?.ToFloat() ?? reader.FloatHistogram!);
        _scrape.Add(series, new Sample(reader.HasTimestamp ? reader.TimestampMs : null, sample));
        while (reader.ReadExemplar(labels, out var exemplar))
        {
            // Of a histogram's exemplars a scrape drops those without a time.
            if (exemplar.HasTimestamp || reader.Entry == ExpositionEntry.Series)
            {
                long? timestampMs = exemplar.HasTimestamp ? exemplar.TimestampMs : null;
                _scrape.Add(series, new SeriesExemplar(labels.ToString(), ValueText.Of(exemplar.Value), timestampMs));
            }
        }
    }
}
