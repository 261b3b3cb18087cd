using Pharos.Foundation.Templates.Execution;

namespace Pharos.Foundation.Templates;

/// <summary>The functions of Go's <c>text/template</c>.</summary>
internal static class BuiltInFunctions
{
    private static readonly TemplateType[] One = [TemplateType.Any];
    private static readonly TemplateType[] Two = [TemplateType.Any, TemplateType.Any];

    public static IReadOnlyList<TemplateFunction> All { get; } =
    [
        new("and", One, TemplateType.Any, LastOf) { StopsAt = false },
        new("or", One, TemplateType.Any, LastOf) { StopsAt = true },
        new("not", One, static arguments => !TemplateValue.IsTrue(arguments[0])),
        new("eq", One, TemplateType.Any, static arguments => TemplateComparison.IsAnyEqual(arguments)),
        new("ne", Two, static arguments => !TemplateComparison.IsAnyEqual(arguments)),
        new("lt", Two, static arguments => TemplateComparison.IsLess(arguments[0], arguments[1])),
        new("le", Two, static arguments => TemplateComparison.IsLess(arguments[0], arguments[1]) || TemplateComparison.IsAnyEqual(arguments)),
        new("gt", Two, static arguments => !TemplateComparison.IsLess(arguments[0], arguments[1]) && !TemplateComparison.IsAnyEqual(arguments)),
        new("ge", Two, static arguments => !TemplateComparison.IsLess(arguments[0], arguments[1])),
        new("index", One, TemplateType.Any, static arguments => TemplateIndexing.Index(arguments)),
        new("slice", One, TemplateType.Any, static arguments => TemplateIndexing.Slice(arguments)),
        new("len", One, static arguments => TemplateIndexing.Length(arguments[0])),
        new("call", One, TemplateType.Any, Call),
        new("print", [], TemplateType.Any, static arguments => GoPrint.Print(arguments)),
        new("println", [], TemplateType.Any, static arguments => GoPrint.PrintLine(arguments)),
        new("printf", [TemplateType.String], TemplateType.Any, static arguments => GoPrintf.Format((string)arguments[0]!, arguments.AsSpan(1))),
        new("html", [], TemplateType.Any, static arguments => TemplateEscaping.Html(Shown(arguments))),
        new("js", [], TemplateType.Any, static arguments => TemplateEscaping.JavaScript(Shown(arguments))),
        new("urlquery", [], TemplateType.Any, static arguments => TemplateEscaping.UrlQuery(Shown(arguments))),
    ];

    private static string Shown(object?[] arguments) => GoPrint.Print([.. arguments.Select(static argument => argument ?? GoPrint.NoValue)]);

    private static object? LastOf(object?[] arguments) => arguments[^1];

    private static object? Call(object?[] arguments)
    {
        if (arguments[0] is not TemplateFunction function)
        {
            throw new TemplateFunctionException(arguments[0] is null ? "call of nil" : "non-function of type " + TemplateType.NameOf(arguments[0]));
        }

        var own = arguments[1..];
        if (own.Length < function.Parameters.Count || (function.Rest is null && own.Length > function.Parameters.Count))
        {
            throw new TemplateFunctionException(FormattableString.Invariant(
                $"wrong number of args for {function.Name}: got {own.Length} want {(function.Rest is null ? "" : "at least ")}{function.Parameters.Count}"));
        }

        for (var i = 0; i < own.Length; i++)
        {
            if (!function.TypeAt(i).Takes(own[i]))
            {
                throw new TemplateFunctionException(FormattableString.Invariant(
                    $"arg {i}: value has type {TemplateType.NameOf(own[i])}; should be {function.TypeAt(i).Name}"));
            }
        }

        return function.Call(own);
    }
}
