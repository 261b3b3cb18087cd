namespace Pharos.Server.Api.Description;

/// <summary>A parameter of an endpoint, in the URL or in a form.</summary>
/// <param name="Type">One of the types that the description defines, or a plain one of JSON Schema.</param>
internal sealed record ParameterDescription(string Name, string Type, string Summary, bool IsRequired = false, bool IsRepeated = false);

/// <summary>What a user has to know to call an endpoint.</summary>
/// <param name="Path">Below <c>/api/v1</c>, with braces around what stands for a segment.</param>
/// <param name="Methods">With spaces between them.</param>
/// <param name="Tag">The group it belongs to.</param>
/// <param name="Data">The JSON type of the data in the answer; empty where there are none.</param>
internal sealed record EndpointDescription(
    string Path, string Methods, string Tag, string Summary, string Data, params IReadOnlyList<ParameterDescription> Parameters)
{
    /// <summary>Whether events come one after the other, for which only the newer version of the format has words.</summary>
    public bool IsStream { get; init; }

    /// <summary>The content type of the body, where that is no form.</summary>
    public string? BodyType { get; init; }
}
