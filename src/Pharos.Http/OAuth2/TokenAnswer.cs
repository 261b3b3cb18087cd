using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pharos.Http.OAuth2;

/// <summary>What a token server says. Fields that it does not name are empty; what is no answer at all is empty too.</summary>
internal sealed record TokenAnswer(string AccessToken, string TokenType, TimeSpan? Lifetime, string Error, string Description)
{
    private const int MostErrorCharacters = 200;

    /// <summary>The first word of the Authorization header.</summary>
    public string HeaderType => TokenType.ToLowerInvariant() switch
    {
        "" or "bearer" => "Bearer",
        "mac" => "MAC",
        "basic" => "Basic",
        _ => TokenType,
    };

    public static TokenAnswer Parse(ReadOnlyMemory<byte> body, string? mediaType) =>
        mediaType is "application/x-www-form-urlencoded" or "text/plain" ? Of(Form(Encoding.UTF8.GetString(body.Span))) : Of(Json(body));

    private static TokenAnswer Of(Dictionary<string, string> fields)
    {
        string Field(string name) => fields.GetValueOrDefault(name, "");
        var isNumber = double.TryParse(Field("expires_in"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        var lifetime = isNumber && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : (TimeSpan?)null;
        return new TokenAnswer(Field("access_token"), Field("token_type"), lifetime, Short(Field("error")), Short(Field("error_description")));
    }

    private static Dictionary<string, string> Json(ReadOnlyMemory<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in document.RootElement.EnumerateObject())
                {
                    if (field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    {
                        fields[field.Name] = field.Value.ToString();
                    }
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The caller says that there is no token in it, or what status the page of errors came with.
            fields.Clear();
        }

        return fields;
    }

    private static Dictionary<string, string> Form(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Trim().Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            fields[Decode(name)] = Decode(value);
        }

        return fields;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Short(string text)
    {
        var line = string.Concat(text.Take(MostErrorCharacters).Select(static letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length > MostErrorCharacters ? line + "…" : line;
    }
}
