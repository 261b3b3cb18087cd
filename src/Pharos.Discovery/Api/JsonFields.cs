using System.Text.Json;

namespace Pharos.Discovery.Api;

/// <summary>
/// Reads fields of answers that may lack any of them: what is missing, null or of another kind is empty. An API that leaves a field out does
/// not make a target vanish.
/// </summary>
internal static class JsonFields
{
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The field below fields.</summary>
    public static JsonElement Field(this JsonElement element, string name, params ReadOnlySpan<string> below)
    {
        element = element.Field(name);
        foreach (var next in below)
        {
            element = element.Field(next);
        }

        return element;
    }

    /// <summary>A text as it is, a number or a truth value as it is written.</summary>
    public static string Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => "",
    };

    public static string Text(this JsonElement element, string name) => element.Field(name).Text();

    public static long Integer(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    public static bool Flag(this JsonElement element, string name) => element.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>Whether the field is there and not null.</summary>
    public static bool Has(this JsonElement element, string name) => element.Field(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Field(name).Items();

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) => element.Items(name).Select(static item => item.Text());

    /// <summary>The fields of an object whose names are data.</summary>
    public static IEnumerable<JsonProperty> Entries(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : Enumerable.Empty<JsonProperty>();
}
