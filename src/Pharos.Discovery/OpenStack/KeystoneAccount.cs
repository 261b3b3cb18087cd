using System.Buffers;
using System.Text.Json;
using Pharos.Configuration;
using Pharos.Http;

namespace Pharos.Discovery.OpenStack;

/// <summary>Who asks Keystone for a token.</summary>
internal sealed record KeystoneAccount
{
    public required string Endpoint { get; init; }

    public required string Username { get; init; }

    public required string UserId { get; init; }

    public required Secret Password { get; init; }

    public required string ProjectName { get; init; }

    public required string ProjectId { get; init; }

    public required string DomainName { get; init; }

    public required string DomainId { get; init; }

    public required string CredentialName { get; init; }

    public required string CredentialId { get; init; }

    public required Secret CredentialSecret { get; init; }

    /// <exception cref="ClientConfigurationException">Nothing says where Keystone is.</exception>
    public static KeystoneAccount Of(OpenStackDiscoveryOptions options, Func<string, string?> variable)
    {
        if (options.IdentityEndpoint.Length > 0)
        {
            return new KeystoneAccount
            {
                Endpoint = options.IdentityEndpoint,
                Username = options.Username,
                UserId = options.UserId,
                Password = options.Password,
                ProjectName = options.ProjectName,
                ProjectId = options.ProjectId,
                DomainName = options.DomainName,
                DomainId = options.DomainId,
                CredentialName = options.ApplicationCredentialName,
                CredentialId = options.ApplicationCredentialId,
                CredentialSecret = options.ApplicationCredentialSecret,
            };
        }

        string Get(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (variable(name) is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return "";
        }

        var endpoint = Get("OS_AUTH_URL");
        return new KeystoneAccount
        {
            Endpoint = endpoint.Length > 0 ? endpoint : throw new ClientConfigurationException("identity_endpoint is not configured, and the environment has no OS_AUTH_URL"),
            Username = Get("OS_USERNAME"),
            UserId = Get("OS_USERID", "OS_USER_ID"),
            Password = new Secret(Get("OS_PASSWORD")),
            ProjectName = Get("OS_PROJECT_NAME", "OS_TENANT_NAME"),
            ProjectId = Get("OS_PROJECT_ID", "OS_TENANT_ID"),
            DomainName = Get("OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"),
            DomainId = Get("OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"),
            CredentialName = Get("OS_APPLICATION_CREDENTIAL_NAME"),
            CredentialId = Get("OS_APPLICATION_CREDENTIAL_ID"),
            CredentialSecret = new Secret(Get("OS_APPLICATION_CREDENTIAL_SECRET")),
        };
    }

    /// <summary>The request for a token, as JSON.</summary>
    public ReadOnlyMemory<byte> ToRequest()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("auth");
        json.WriteStartObject("identity");
        if (CredentialSecret.IsEmpty)
        {
            WriteMethod(json, "password");
            json.WriteStartObject("password");
            WriteUser(json, withPassword: true);
            json.WriteEndObject();
            json.WriteEndObject();
            WriteScope(json);
        }
        else
        {
            WriteMethod(json, "application_credential");
            json.WriteStartObject("application_credential");
            json.WriteString(CredentialId.Length > 0 ? "id" : "name", CredentialId.Length > 0 ? CredentialId : CredentialName);
            json.WriteString("secret", CredentialSecret.Reveal());
            if (CredentialId.Length == 0)
            {
                WriteUser(json, withPassword: false);
            }

            // It belongs to a project, so that there is no scope to ask for.
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMethod(Utf8JsonWriter json, string method)
    {
        json.WriteStartArray("methods");
        json.WriteStringValue(method);
        json.WriteEndArray();
    }

    private void WriteUser(Utf8JsonWriter json, bool withPassword)
    {
        json.WriteStartObject("user");
        if (UserId.Length > 0)
        {
            json.WriteString("id", UserId);
        }
        else
        {
            json.WriteString("name", Username);
            WriteDomain(json);
        }

        if (withPassword)
        {
            json.WriteString("password", Password.Reveal());
        }

        json.WriteEndObject();
    }

    private void WriteScope(Utf8JsonWriter json)
    {
        if (ProjectId.Length + ProjectName.Length + DomainId.Length + DomainName.Length == 0)
        {
            return;
        }

        json.WriteStartObject("scope");
        if (ProjectId.Length + ProjectName.Length == 0)
        {
            WriteDomain(json);
        }
        else
        {
            json.WriteStartObject("project");
            json.WriteString(ProjectId.Length > 0 ? "id" : "name", ProjectId.Length > 0 ? ProjectId : ProjectName);
            if (ProjectId.Length == 0)
            {
                WriteDomain(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteDomain(Utf8JsonWriter json)
    {
        if (DomainId.Length + DomainName.Length > 0)
        {
            json.WriteStartObject("domain");
            json.WriteString(DomainId.Length > 0 ? "id" : "name", DomainId.Length > 0 ? DomainId : DomainName);
            json.WriteEndObject();
        }
    }
}
