using Pharos.Formats;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>Reads the series of an exposition along a memory of its lines, which must give what plain reading gives.</summary>
internal sealed class LineMemoryReading
{
    private readonly ExpositionReading _reading = new();

    /// <summary>The series in order, noted by text, value and all the rest; errors too.</summary>
    public void Plain<TReader>(ref TReader reader, FuzzOutcome outcome)
        where TReader : ILineReader, allows ref struct
    {
        try
        {
            while (reader.Read())
            {
                if (reader.Entry == ExpositionEntry.Series)
                {
                    _reading.Series(ref reader, outcome);
                }
            }
        }
        catch (ExpositionException error)
        {
            outcome.Error(error);
        }
    }

    public void Remembering<TReader>(ref TReader reader, LineMemory<ulong> memory, FuzzOutcome outcome)
        where TReader : ILineReader, allows ref struct
    {
        memory.BeginRound();
        try
        {
            while (true)
            {
                if (memory.Follow(ref reader, out var known))
                {
                    BrokenInvariantException.Require(memory.State(known) == Key(reader.Series), "the state of another series");
                    _reading.Series(ref reader, outcome);
                }
                else if (!reader.Read())
                {
                    return;
                }
                else if (reader.Entry == ExpositionEntry.Series)
                {
                    memory.State(memory.Learn(reader.Series, isSeries: true)) = Key(reader.Series);
                    _reading.Series(ref reader, outcome);
                }
                else if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
                {
                    memory.Learn(reader.Line, isSeries: false);
                }
            }
        }
        catch (ExpositionException error)
        {
            outcome.Error(error);
        }
    }

    /// <summary>The exposition as it might have been a scrape ago: some lines are missing, some values are others.</summary>
    public static byte[] EarlierVersion(ReadOnlySpan<byte> input)
    {
        var earlier = new List<byte>(input.Length);
        var line = 0;
        foreach (var range in input.Split((byte)'\n'))
        {
            var text = input[range];
            switch (line++ % 5)
            {
                case 1:
                    continue;
                case 3 when text.Length > 0 && char.IsAsciiDigit((char)text[^1]):
                    earlier.AddRange(text[..^1]);
                    earlier.Add((byte)'7');
                    break;
                default:
                    earlier.AddRange(text);
                    break;
            }

            earlier.Add((byte)'\n');
        }

        return [.. earlier];
    }

    private static ulong Key(ReadOnlySpan<byte> series) => Foundation.Bytes.XxHash64.Hash(series);
}
