using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Tests.Conversion;

/// <summary>
/// Reads entries out of short lines: <c>type NAME TYPE</c>, <c>help NAME TEXT</c>, <c>native NAME LABEL=VALUE,...</c>, and series as
/// <c>NAME LABEL=VALUE,... VALUE [@TIMESTAMP] [#EXEMPLAR...]</c>, with <c>-</c> for no labels. The start timestamp of every series is ten
/// times its line's number.
/// </summary>
internal ref struct ScriptedReader(string[] lines) : IExpositionReader
{
    private int _line = -1;
    private string[] _words = [];
    private byte[] _family = [];
    private int _exemplar;

    public ExpositionEntry Entry { get; private set; }

    public readonly ReadOnlySpan<byte> FamilyName => _family;

    public MetricType Type { get; private set; }

    public readonly ReadOnlySpan<byte> Text => Encoding.UTF8.GetBytes(_words[^1]);

    public readonly ReadOnlySpan<byte> Series => Encoding.UTF8.GetBytes(_words[0] + _words[1]);

    public readonly double Value => GoFloat.TryParse(Encoding.UTF8.GetBytes(_words[2]), out var value) ? value : double.NaN;

    public readonly bool HasTimestamp => TimestampMs != 0;

    public readonly long TimestampMs => _words.FirstOrDefault(word => word[0] == '@') is { } word ? word.Length * 1000 : 0;

    public Histogram? Histogram { get; private set; }

    public readonly FloatHistogram? FloatHistogram => null;

    public bool Read()
    {
        if (++_line >= lines.Length)
        {
            Entry = ExpositionEntry.None;
            return false;
        }

        _words = lines[_line].Split(' ');
        _exemplar = 0;
        Histogram = null;
        switch (_words[0])
        {
            case "type":
                Entry = ExpositionEntry.Type;
                _family = Encoding.UTF8.GetBytes(_words[1]);
                Type = Enum.Parse<MetricType>(_words[2]);
                break;
            case "help":
                Entry = ExpositionEntry.Help;
                _family = Encoding.UTF8.GetBytes(_words[1]);
                break;
            case "native":
                Entry = ExpositionEntry.Histogram;
                _words = _words[1..];
                Histogram = new Histogram();
                break;
            default:
                Entry = ExpositionEntry.Series;
                break;
        }

        return true;
    }

    public readonly void ReadLabels(LabelsBuilder labels)
    {
        labels.Reset();
        labels.Set("__name__"u8, Encoding.UTF8.GetBytes(_words[0]));
        foreach (var pair in _words[1].Split(',').Where(pair => pair != "-"))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            labels.Set(Encoding.UTF8.GetBytes(pair[..at]), Encoding.UTF8.GetBytes(pair[(at + 1)..]));
        }
    }

    public readonly long ReadStartTimestamp() => (_line + 1) * 10;

    public bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        var all = _words.Where(word => word[0] == '#').ToArray();
        exemplar = default;
        if (_exemplar == all.Length)
        {
            return false;
        }

        labels.Reset();
        labels.Set("id"u8, Encoding.UTF8.GetBytes(all[_exemplar++][1..]));
        exemplar = new ExemplarValue(_exemplar, false, 0);
        return true;
    }
}
