using Pharos.Model;

namespace Pharos.Formats.Bench.Reading;

/// <summary>All that a scrape of a target not seen before wants: every entry with its labels, start timestamp and exemplars.</summary>
internal struct FullParse(LabelsBuilder labels, LabelsBuilder exemplarLabels) : IExpositionConsumer
{
    /// <summary>Series read; keeps the work from being optimized away.</summary>
    public int Series { get; private set; }

    public void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        while (reader.Read())
        {
            switch (reader.Entry)
            {
                case ExpositionEntry.Help or ExpositionEntry.Unit:
                    _ = reader.Text.Length;
                    break;
                case ExpositionEntry.Series or ExpositionEntry.Histogram:
                    Series++;
                    reader.ReadLabels(labels);
                    _ = labels.View();
                    _ = reader.ReadStartTimestamp();
                    while (reader.ReadExemplar(exemplarLabels, out _))
                    {
                        _ = exemplarLabels.View();
                    }

                    break;
            }
        }
    }
}
