namespace Pharos.Formats.Tests;

/// <summary>Keeps what a reader gives, whatever reader it is.</summary>
internal sealed class DumpConsumer : IExpositionConsumer
{
    public List<string> Lines { get; } = [];

    public void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        if (EntryDump.TryAddLines(ref reader, Lines) is { } broken)
        {
            throw broken;
        }
    }
}
