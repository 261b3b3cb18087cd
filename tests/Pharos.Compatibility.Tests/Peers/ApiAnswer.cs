using System.Text.Json;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>What the HTTP API says: data or an error and its type.</summary>
internal readonly record struct ApiAnswer(JsonElement? Data, string? Error, string? ErrorType)
{
    public JsonElement DataOrFail(string question, string log)
    {
        if (Data is { } data)
        {
            return data;
        }

        Assert.Fail($"{question}: {Error}\n{log}");
        return default;
    }
}
