namespace Pharos.Formats.Bench.Reading;

/// <summary>Moving from entry to entry without asking for labels.</summary>
internal struct TokensOnly : IExpositionConsumer
{
    /// <summary>Series read; keeps the work from being optimized away.</summary>
    public int Series { get; private set; }

    public void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        while (reader.Read())
        {
            Series += reader.Entry == ExpositionEntry.Series ? 1 : 0;
        }
    }
}
