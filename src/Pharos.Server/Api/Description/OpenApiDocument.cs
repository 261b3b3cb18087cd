using Pharos.Configuration.Yaml;

namespace Pharos.Server.Api.Description;

/// <summary>The table of endpoints in the format of OpenAPI.</summary>
internal sealed class OpenApiDocument
{
    private readonly YamlWriter _yaml = new();
    private readonly bool _isNewer;

    private OpenApiDocument(bool isNewer) => _isNewer = isNewer;

    /// <param name="isNewer">Version 3.2, which has streams and titles of tags; else 3.1.</param>
    /// <param name="server">The URL of the API.</param>
    /// <param name="version">That of the program.</param>
    public static string Write(bool isNewer, string server, string version)
    {
        var document = new OpenApiDocument(isNewer);
        document.WriteHead(server, version);
        document.WritePaths();
        document.WriteComponents();
        return document._yaml.ToString();
    }

    private void WriteHead(string server, string version)
    {
        _yaml.Plain("openapi", _isNewer ? "3.2.0" : "3.1.0");
        _yaml.Begin("info");
        _yaml.Scalar("title", "Pharos HTTP API");
        _yaml.Scalar("description", "Prometheus's HTTP API, as Pharos answers it. Parameters can be given in the URL, and to POST as a form, too.");
        _yaml.Scalar("version", version);
        _yaml.End();
        _yaml.BeginList("servers");
        _yaml.BeginItem();
        _yaml.Scalar("url", server);
        _yaml.EndItem();
        _yaml.BeginList("tags");
        foreach (var (name, summary) in Endpoints.Tags)
        {
            _yaml.BeginItem();
            _yaml.Scalar("name", name);
            if (_isNewer)
            {
                _yaml.Scalar("summary", char.ToUpperInvariant(name[0]) + name[1..]);
            }

            _yaml.Scalar("description", summary);
            _yaml.EndItem();
        }
    }

    private void WritePaths()
    {
        _yaml.Begin("paths");
        foreach (var endpoint in Endpoints.All.Where(endpoint => _isNewer || !endpoint.IsStream))
        {
            _yaml.Begin(endpoint.Path);
            foreach (var method in endpoint.Methods.Split(' '))
            {
                _yaml.Begin(method.ToLowerInvariant());
                WriteOperation(endpoint, method);
                _yaml.End();
            }

            _yaml.End();
        }

        _yaml.End();
    }

    private void WriteOperation(EndpointDescription endpoint, string method)
    {
        var name = string.Join('-', endpoint.Path.Split('/', '_', '{', '}', '.').Where(static word => word.Length > 0));
        _yaml.Scalar("operationId", method == endpoint.Methods.Split(' ')[0] ? name : name + "-" + method.ToLowerInvariant());
        _yaml.Scalar("summary", endpoint.Summary);
        _yaml.BeginList("tags");
        _yaml.Item(endpoint.Tag);
        var isForm = method == "POST" && endpoint.Methods.StartsWith("GET", StringComparison.Ordinal);
        var inPath = endpoint.Path.Contains('{', StringComparison.Ordinal);
        if (inPath || (!isForm && endpoint.Parameters.Count > 0))
        {
            WriteParameters(endpoint, inPath);
        }

        if (isForm)
        {
            WriteForm(endpoint.Parameters);
        }
        else if (endpoint.BodyType is { } type)
        {
            _yaml.Begin("requestBody");
            _yaml.Begin("content");
            _yaml.Begin(type);
            _yaml.Begin("schema");
            _yaml.Plain("type", "string");
            _yaml.Plain("format", "binary");
            _yaml.End();
            _yaml.End();
            _yaml.End();
            _yaml.End();
        }

        WriteResponses(endpoint);
    }

    private void WriteParameters(EndpointDescription endpoint, bool inPath)
    {
        _yaml.BeginList("parameters");
        if (inPath)
        {
            WriteParameter(new ParameterDescription("name", "string", "The name of the label.", IsRequired: true), "path");
        }

        foreach (var parameter in endpoint.Parameters)
        {
            WriteParameter(parameter, "query");
        }
    }

    private void WriteParameter(ParameterDescription parameter, string place)
    {
        _yaml.BeginItem();
        _yaml.Scalar("name", parameter.Name);
        _yaml.Scalar("in", place);
        _yaml.Scalar("description", parameter.Summary);
        _yaml.Plain("required", parameter.IsRequired ? "true" : "false");
        _yaml.Begin("schema");
        WriteSchema(parameter);
        _yaml.End();
        _yaml.EndItem();
    }

    private void WriteForm(IReadOnlyList<ParameterDescription> parameters)
    {
        _yaml.Begin("requestBody");
        _yaml.Begin("content");
        _yaml.Begin("application/x-www-form-urlencoded");
        _yaml.Begin("schema");
        _yaml.Plain("type", "object");
        _yaml.Begin("properties");
        foreach (var parameter in parameters)
        {
            _yaml.Begin(parameter.Name);
            _yaml.Scalar("description", parameter.Summary);
            WriteSchema(parameter);
            _yaml.End();
        }

        _yaml.End();
        if (parameters.Any(static parameter => parameter.IsRequired))
        {
            _yaml.BeginList("required");
            foreach (var parameter in parameters.Where(static parameter => parameter.IsRequired))
            {
                _yaml.Item(parameter.Name);
            }
        }

        _yaml.End();
        _yaml.End();
        _yaml.End();
        _yaml.End();
    }

    private void WriteSchema(ParameterDescription parameter)
    {
        if (parameter.IsRepeated)
        {
            _yaml.Plain("type", "array");
            _yaml.Begin("items");
        }

        if (parameter.Type is "time" or "duration")
        {
            Reference("schemas", parameter.Type);
        }
        else
        {
            _yaml.Plain("type", parameter.Type);
        }

        if (parameter.IsRepeated)
        {
            _yaml.End();
        }
    }

    private void WriteResponses(EndpointDescription endpoint)
    {
        _yaml.Begin("responses");
        if (endpoint.IsStream)
        {
            Response("200", "Server-sent events, each with a notification in JSON.");
            Content("text/event-stream");
            _yaml.Begin("itemSchema");
            _yaml.Plain("type", "object");
            _yaml.End();
            EndContent();
        }
        else if (endpoint.Path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            Response("200", "The description.");
            Content("application/yaml");
            _yaml.Begin("schema");
            _yaml.Plain("type", "string");
            _yaml.End();
            EndContent();
        }
        else if (endpoint.Data.Length == 0)
        {
            Response("204", "It is done.");
            _yaml.End();
        }
        else
        {
            WriteSuccess(endpoint.Data);
        }

        _yaml.Begin("default");
        Reference("responses", "error");
        _yaml.End();
        _yaml.End();
    }

    private void WriteSuccess(string data)
    {
        Response("200", "The data.");
        Content("application/json");
        _yaml.Begin("schema");
        _yaml.BeginList("allOf");
        _yaml.BeginItem();
        Reference("schemas", "success");
        _yaml.EndItem();
        _yaml.BeginItem();
        _yaml.Begin("properties");
        _yaml.Begin("data");
        _yaml.Plain("type", data);
        _yaml.End();
        _yaml.End();
        _yaml.EndItem();
        _yaml.End();
        EndContent();
    }

    private void WriteComponents()
    {
        _yaml.Begin("components");
        _yaml.Begin("responses");
        _yaml.Begin("error");
        _yaml.Scalar("description", "What went wrong: bad_data (400), execution (422), timeout (503), canceled (499), internal or unavailable (500).");
        Content("application/json");
        _yaml.Begin("schema");
        Reference("schemas", "error");
        _yaml.End();
        EndContent();
        _yaml.End();
        _yaml.Begin("schemas");
        Envelope("success", ("data", "What was asked for."));
        Envelope("error", ("errorType", "A word for programs."), ("error", "What went wrong, for people."));
        NumberOrText("time", "A moment: seconds since 1970, with a fraction or not, or a text such as 2026-01-02T15:04:05.678Z.");
        NumberOrText("duration", "A length of time: seconds, with a fraction or not, or a text such as 1m30s.");
        _yaml.End();
        _yaml.End();
    }

    private void Envelope(string status, params IReadOnlyList<(string Name, string Summary)> fields)
    {
        _yaml.Begin(status);
        _yaml.Plain("type", "object");
        _yaml.BeginList("required");
        _yaml.Item("status");
        _yaml.Begin("properties");
        _yaml.Begin("status");
        _yaml.Scalar("const", status);
        _yaml.End();
        foreach (var (name, summary) in fields)
        {
            _yaml.Begin(name);
            _yaml.Scalar("description", summary);
            _yaml.End();
        }

        foreach (var notes in (string[])["warnings", "infos"])
        {
            _yaml.Begin(notes);
            _yaml.Plain("type", "array");
            _yaml.Begin("items");
            _yaml.Plain("type", "string");
            _yaml.End();
            _yaml.End();
        }

        _yaml.End();
        _yaml.End();
    }

    private void NumberOrText(string name, string summary)
    {
        _yaml.Begin(name);
        _yaml.Scalar("description", summary);
        _yaml.BeginList("oneOf");
        foreach (var type in (string[])["number", "string"])
        {
            _yaml.BeginItem();
            _yaml.Plain("type", type);
            _yaml.EndItem();
        }

        _yaml.End();
    }

    private void Reference(string kind, string name) => _yaml.Plain("$ref", $"'#/components/{kind}/{name}'");

    private void Response(string status, string summary)
    {
        _yaml.Begin(status);
        _yaml.Scalar("description", summary);
    }

    private void Content(string type)
    {
        _yaml.Begin("content");
        _yaml.Begin(type);
    }

    /// <summary>Ends the response, too.</summary>
    private void EndContent()
    {
        _yaml.End();
        _yaml.End();
        _yaml.End();
    }
}
