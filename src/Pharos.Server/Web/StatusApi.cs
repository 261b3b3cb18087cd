using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Instrumentation.Runtime;

namespace Pharos.Server.Web;

/// <summary>What the server says about itself: build information in the reference's shape, and which parts this version has.</summary>
internal static class StatusApi
{
    public static void AddTo(HttpRouter router, BuildInfo build, ServerState state)
    {
        router.Get("/api/v1/status/buildinfo", context => WriteSuccessAsync(context, json => WriteBuild(json, build)));
        router.Get("/api/v1/status/parts", context => WriteSuccessAsync(context, json => WriteParts(json, state)));
        router.Get("/version", context => WriteAsync(context, "text/plain; charset=utf-8", json => WriteBuild(json, build)));
    }

    private static void WriteBuild(Utf8JsonWriter json, BuildInfo build)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, build.Version);
        json.WriteString("revision"u8, build.Revision);
        json.WriteString("branch"u8, build.Branch);
        json.WriteString("buildUser"u8, build.User);
        json.WriteString("buildDate"u8, build.Date);
        // The field's name is the API's; what it means is the language and runtime that the server was made with.
        json.WriteString("goVersion"u8, RuntimeVersion.Name);
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, ServerState state)
    {
        json.WriteStartObject();
        json.WriteString("startTime"u8, state.StartTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartArray("parts"u8);
        foreach (var part in Parts.All)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, part.Name);
            json.WriteBoolean("built"u8, part.IsBuilt);
            json.WriteString("summary"u8, part.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Task WriteSuccessAsync(HttpContext context, Action<Utf8JsonWriter> data) => WriteAsync(context, "application/json", json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, "success"u8);
        json.WritePropertyName("data"u8);
        data(json);
        json.WriteEndObject();
    });

    private static async Task WriteAsync(HttpContext context, string contentType, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }
}
