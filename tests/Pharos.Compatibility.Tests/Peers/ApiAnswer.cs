using System.Text.Json;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>What the HTTP API says: data or an error.</summary>
internal readonly record struct ApiAnswer(JsonElement? Data, string? Error)
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
