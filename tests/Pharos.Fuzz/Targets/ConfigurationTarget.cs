using System.Text;
using Pharos.Configuration;
using Pharos.Configuration.Yaml;

namespace Pharos.Fuzz.Targets;

/// <summary>Configuration files: what is read is printed, and read again as the same.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    public string Name => "configuration";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "text: a\nsecret: b\nnumber: 1.5\nduration: 1m\nmap: {a: b}\nlists:\n  a:\n  - b\nbelow:\n- text: c\n  any: {a: [1, '2']}\nrules:\n- source_labels: [a, b]\n  regex: (.*)\n  action: keep\n",
        "below: &x\n- &y {text: \"a\\nb\", integer: 0x10}\n- {<<: *y, url: 'http://u:p@h'}\n- *y\nany: *x\n",
        "# c\n---\n? text\n: |\n  a\n  b\nmap:\n  a: >-\n    b\n    c\nany: !!str 1\n...\n");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "text", "secret", "integer", "number", "duration", "url", "map", "lists", "any", "below", "rules", ": ", "- ", "\n", "\n  ", "&x", "*x", "<<: ", "{", "}", "[", "]", ", ", "'", "\"", "|", ">", "? ", "#",
        "!!str ", "%YAML 1.2\n", "---\n", "...\n", "\\u2028", "\\x00", "null", "~", "true", "1e3", "0b1", "\t", "é", "😀");

    /// <summary>A parsed key is some objects; printing doubles it.</summary>
    public long AllocationLimit(int inputLength) => (16L << 20) + (16_384L * inputLength);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        Section section;
        try
        {
            section = OptionsReader.Read<Section>(Encoding.UTF8.GetString(input), "/fuzz.yml");
        }
        catch (ConfigurationException error)
        {
            outcome.Error(error);
            return;
        }

        var identity = OptionsWriter.Identity(section);
        outcome.Result(identity);
        outcome.Result(OptionsWriter.Print(section));
        outcome.Feature(1, (ulong)identity.Length);
        try
        {
            var again = OptionsWriter.Identity(OptionsReader.Read<Section>(identity, "/fuzz.yml"));
            BrokenInvariantException.Require(again == identity, $"written as\n{identity}\nand read again as\n{again}");
        }
        catch (ConfigurationException error)
        {
            throw new BrokenInvariantException($"written as\n{identity}\nwhich is not read: {error.Message}");
        }
    }

    private sealed class Section : IOptions
    {
        private string _text = "";
        private Secret _secret;
        private long _integer;
        private double _number;
        private TimeSpan _duration;
        private string _url = "";
        private SortedDictionary<string, string> _map = new(StringComparer.Ordinal);
        private SortedDictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
        private YamlNode? _any;
        private IReadOnlyList<Section> _below = [];
        private IReadOnlyList<RelabelOptions> _rules = [];

        public void Describe(Fields fields)
        {
            _text = fields.Text("text", _text);
            _secret = fields.Secret("secret", _secret);
            _integer = fields.Integer("integer", _integer);
            _number = fields.Number("number", _number);
            _duration = fields.Duration("duration", _duration);
            _url = fields.Value("url", Kinds.Url, _url);
            _map = fields.Map("map", Kinds.Text, _map);
            _lists = fields.Lists("lists", Kinds.Text, _lists);
            _any = fields.Any("any", _any);
            _below = fields.Sections("below", _below);
            _rules = fields.Sections("rules", _rules);
        }
    }
}
