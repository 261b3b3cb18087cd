using Pharos.Foundation.Memory;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Writes the lists of series by label, and the table of where they are. It goes over the series that stand in the file already, as often
/// as the memory that it may take makes necessary: for as many names at a time as fit, and for a name with too many series for parts of its
/// values.
/// </summary>
internal sealed class PostingsWriter
{
    /// <summary>
    /// What a label of a series takes while its lists are made: numbers of value and series, and both again for sorting them.
    /// </summary>
    private const int BytesPerUse = 4 * sizeof(uint);

    public const int LeastBytes = 1024 * BytesPerUse;

    private readonly SequentialFile _file;
    private readonly SymbolTable _symbols;
    private readonly int _usesAtATime;
    private readonly CancellationToken _cancellation;
    private readonly PostingsListWriter _lists;
    private readonly List<(uint Name, uint Lists)> _written = [];

    public PostingsWriter(SequentialFile file, SymbolTable symbols, int memoryBytes, CancellationToken cancellation)
    {
        _file = file;
        _symbols = symbols;
        _usesAtATime = memoryBytes / BytesPerUse;
        _cancellation = cancellation;
        _lists = new PostingsListWriter(file);
    }

    /// <summary>Returns where the table begins; the lists begin where the file ends now.</summary>
    public long Write(long seriesStart, long seriesEnd, uint seriesCount, LabelUses uses)
    {
        var start = _file.Position;
        _file.Flush();
        using (var bytes = MappedBytes.Map(_file.Handle, seriesEnd, _file.Path))
        {
            var series = new SeriesScan(bytes, seriesStart, seriesEnd, _cancellation);
            WriteAll(series, seriesCount);
            WriteLabels(series, uses.Sorted());
        }

        _file.Flush();
        using (var bytes = MappedBytes.Map(_file.Handle, _file.Position, _file.Path))
        {
            var table = _file.Position;
            new PostingsTableWriter(_file, _symbols, bytes, _cancellation).Write(start, _written);
            return table;
        }
    }

    private void WriteAll(SeriesScan series, uint count)
    {
        _lists.Begin(count);
        series.Restart();
        while (series.MoveNext())
        {
            _lists.Add(series.Id);
        }

        _lists.End();
    }

    private void WriteLabels(SeriesScan series, (uint Name, uint Uses)[] names)
    {
        for (var i = 0; i < names.Length;)
        {
            var end = i;
            long uses = 0;
            while (end < names.Length && uses + names[end].Uses <= _usesAtATime)
            {
                uses += names[end++].Uses;
            }

            if (end == i)
            {
                WriteInParts(series, names[i].Name);
                i++;
            }
            else
            {
                using var pairs = new LabelUsePairs(names.AsSpan(i..end));
                series.Restart();
                while (series.MoveNext())
                {
                    pairs.AddLabels(series);
                }

                for (var j = i; j < end; j++)
                {
                    _written.Add((names[j].Name, pairs.WriteLists(j - i, _lists)));
                }

                i = end;
            }
        }
    }

    /// <summary>For a name whose series are too many at a time.</summary>
    private void WriteInParts(SeriesScan series, uint name)
    {
        var parts = ValueParts.Of(series, name, _symbols.Count, _usesAtATime);
        uint lists = 0;
        foreach (var part in parts)
        {
            using var pairs = new LabelUsePairs([(name, part.Uses)]);
            series.Restart();
            while (series.MoveNext())
            {
                pairs.AddLabels(series, part.First, part.Last);
            }

            lists += pairs.WriteLists(0, _lists);
        }

        _written.Add((name, lists));
    }
}
