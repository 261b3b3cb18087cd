using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;

namespace Pharos.Formats.Bench.Reading;

/// <summary>A scrape of a target whose lines are known: values only, and a state per series.</summary>
internal sealed class RepeatedScrape(Exposition exposition)
{
    private readonly ExpositionScratch _scratch = new();
    private readonly LineMemory<double> _memory = new();

    public int Scrape()
    {
        if (exposition.Media == ExpositionMedia.OpenMetrics)
        {
            var openMetrics = new OpenMetricsReader(exposition.Bytes, _scratch, Exposition.Options);
            return Follow(ref openMetrics);
        }

        var text = new PrometheusTextReader(exposition.Bytes, _scratch);
        return Follow(ref text);
    }

    private int Follow<TReader>(ref TReader reader)
        where TReader : ILineReader, allows ref struct
    {
        var series = 0;
        _memory.BeginRound();
        while (true)
        {
            if (_memory.Follow(ref reader, out var line))
            {
                _memory.State(line) = reader.Value;
                series++;
            }
            else if (!reader.Read())
            {
                return series;
            }
            else if (reader.Entry == ExpositionEntry.Series)
            {
                _memory.State(_memory.Learn(reader.Series, isSeries: true)) = reader.Value;
                series++;
            }
            else if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
            {
                _memory.Learn(reader.Line, isSeries: false);
            }
        }
    }
}
