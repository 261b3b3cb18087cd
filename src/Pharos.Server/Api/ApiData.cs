namespace Pharos.Server.Api;

/// <summary>Handlers whose data is there at once, with nothing to warn of.</summary>
internal static class ApiData
{
    public static ApiHandler Of(Action<ApiRequest, JsonBuilder> write) => (request, answer, _) =>
    {
        write(request, new JsonBuilder(answer.Json));
        return Task.FromResult(ApiNotes.None);
    };

    public static ApiHandler Of(Action<JsonBuilder> write) => Of((_, json) => write(json));
}
