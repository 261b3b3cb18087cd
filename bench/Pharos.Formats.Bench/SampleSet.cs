using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Bench;

/// <summary>The samples of an exposition in memory, ready to be given to a writer: a family of gauges for each name in a row.</summary>
public sealed class SampleSet
{
    private readonly List<(byte[] Name, Labels Labels, double Value, long? TimestampMs)> _samples = [];

    public static SampleSet Read(Exposition exposition)
    {
        var consumer = new Collector(new SampleSet());
        ExpositionDispatch.Read(exposition.Media, exposition.Bytes, new ExpositionScratch(), ExpositionOptions.Default, ref consumer);
        return consumer.Set;
    }

    public byte[] Write(ExpositionFormat format)
    {
        var bytes = new ByteBuffer();
        WriteTo(new NegotiatedFormat(format, EscapingScheme.AllowUtf8).NewWriter(bytes));
        return bytes.ToArray();
    }

    public void WriteTo(IExpositionWriter writer)
    {
        byte[] family = [];
        foreach (var (name, labels, value, timestampMs) in _samples)
        {
            if (!name.AsSpan().SequenceEqual(family))
            {
                family = name;
                writer.BeginFamily(name, MetricType.Gauge, "What it means."u8, default);
            }

            writer.Number(labels.View, new NumberPoint { Value = value, TimestampMs = timestampMs });
        }

        writer.Complete();
    }

    private readonly struct Collector(SampleSet set) : IExpositionConsumer
    {
        public SampleSet Set => set;

        public void Consume<TReader>(ref TReader reader)
            where TReader : IExpositionReader, allows ref struct
        {
            var labels = new LabelsBuilder();
            while (reader.Read())
            {
                if (reader.Entry != ExpositionEntry.Series)
                {
                    continue;
                }

                reader.ReadLabels(labels);
                var name = labels.Get(LabelNames.MetricName).ToArray();
                labels.Remove(LabelNames.MetricName);
                Set._samples.Add((name, labels.ToLabels(), reader.Value, reader.HasTimestamp ? reader.TimestampMs : null));
            }
        }
    }
}
