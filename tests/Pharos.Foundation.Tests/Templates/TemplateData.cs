using Pharos.Foundation.Templates;

namespace Pharos.Foundation.Tests.Templates;

/// <summary>What the templates of tests see, and the functions that they may call.</summary>
internal static class TemplateData
{
    private static readonly TemplateType SampleType = new("*main.sample");
    private static readonly TemplateType SampleListType = new("[]*main.sample");

    public static TemplateFunctions Functions { get; } = new(
    [
        TemplateFunction.OfText("toUpper", static text => text.ToUpperInvariant()),
        new TemplateFunction("first", [SampleListType], static arguments => arguments[0] is TemplateList { Items.Count: > 0 } list
            ? list.Items[0]
            : throw new TemplateFunctionException("first() called on vector with no elements")),
        new TemplateFunction("value", [SampleType], static arguments => ((Sample)arguments[0]!).Value),
        new TemplateFunction("label", [TemplateType.String, SampleType],
            static arguments => ((Sample)arguments[1]!).Labels.Items.GetValueOrDefault((string)arguments[0]!, "")),
        new TemplateFunction("args", [], TemplateType.Any, static arguments => new TemplateMap(
            "map[string]interface {}",
            arguments.Select(static (argument, index) => (argument, index)).ToDictionary(static pair => $"arg{pair.index}", static pair => pair.argument),
            null)),
        new TemplateFunction("num", [TemplateType.Number], static arguments => arguments[0]),
        new TemplateFunction("whole", [TemplateType.Integer], static arguments => arguments[0]),
        new TemplateFunction("yes", [TemplateType.Bool], static arguments => arguments[0]),
        new TemplateFunction("fail", [], static _ => throw new TemplateFunctionException("it failed")),
    ]);

    public static object Root { get; } = new Data(new Dictionary<string, object?>
    {
        ["Labels"] = Texts(("instance", "a:9100"), ("job", "x<y"), ("empty", "")),
        ["ExternalLabels"] = Texts(("r", "é")),
        ["ExternalURL"] = "http://h/p",
        ["Value"] = 1234567.25,
        ["Items"] = List(1L, "two", 3.5, true, null, List(1L, "b")),
        ["Samples"] = new TemplateList("[]*main.sample", [new Sample(Texts(("l", "1")), 1.5), new Sample(Texts(("l", "2")), double.PositiveInfinity)]),
        ["N"] = 3L,
        ["Any"] = new TemplateMap("map[string]interface {}", new Dictionary<string, object?> { ["k"] = 1L, ["s"] = "t" }, null),
    });

    private static TemplateMap Texts(params IEnumerable<(string Name, string Value)> items) =>
        new(items.Select(static item => KeyValuePair.Create(item.Name, item.Value)));

    private static TemplateList List(params IReadOnlyList<object?> items) => new("[]interface {}", items);

    private sealed class Data(Dictionary<string, object?> fields) : TemplateObject
    {
        public override string TypeName => "main.data";

        public override bool TryGetField(string name, out object? value) => fields.TryGetValue(name, out value);

        public override string ToString() => "data";
    }

    private sealed class Sample(TemplateMap labels, double value) : TemplateObject
    {
        public TemplateMap Labels => labels;

        public double Value => value;

        public override string TypeName => "*main.sample";

        public override bool TryGetField(string name, out object? field)
        {
            field = name == "Labels" ? labels : name == "Value" ? value : null;
            return field is not null;
        }

        public override string ToString() => "sample";
    }
}
