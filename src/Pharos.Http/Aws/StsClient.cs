using System.Globalization;
using System.Xml;
using Pharos.Configuration;

namespace Pharos.Http.Aws;

/// <summary>Asks AWS's token service to be somebody else for a while.</summary>
internal sealed class StsClient(ConfiguredClient client, Uri endpoint, string region, TimeProvider time)
{
    private const int MostBytes = 1 << 20;
    private const string ApiVersion = "2011-06-15";
    private const string SessionName = "pharos";

    /// <param name="variable">AWS_ENDPOINT_URL_STS names another service.</param>
    public static Uri Endpoint(string region, bool fips, Func<string, string?> variable) =>
        variable("AWS_ENDPOINT_URL_STS") is { Length: > 0 } other && Uri.TryCreate(other, UriKind.Absolute, out var url)
            ? url
            : new Uri($"https://sts{(fips ? "-fips" : "")}.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/");

    public Task<AwsCredentials> AssumeRoleAsync(AwsCredentials caller, string roleArn, string externalId, CancellationToken cancellationToken)
    {
        var form = Form("AssumeRole", roleArn);
        if (externalId.Length > 0)
        {
            form["ExternalId"] = externalId;
        }

        return AskAsync(form, caller, cancellationToken);
    }

    public Task<AwsCredentials> AssumeRoleWithWebIdentityAsync(string token, string roleArn, string sessionName, CancellationToken cancellationToken)
    {
        var form = Form("AssumeRoleWithWebIdentity", roleArn);
        form["WebIdentityToken"] = token;
        form["RoleSessionName"] = sessionName.Length > 0 ? sessionName : SessionName;
        return AskAsync(form, null, cancellationToken);
    }

    private static Dictionary<string, string> Form(string action, string roleArn) => new(StringComparer.Ordinal)
    {
        ["Action"] = action,
        ["Version"] = ApiVersion,
        ["RoleArn"] = roleArn,
        ["RoleSessionName"] = SessionName,
        ["DurationSeconds"] = "3600",
    };

    private async Task<AwsCredentials> AskAsync(Dictionary<string, string> form, AwsCredentials? caller, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        if (caller is not null)
        {
            SigV4Signature.Sign(request, await content.ReadAsByteArrayAsync(cancellationToken), caller, region, "sts", time.GetUtcNow());
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var fields = Fields(await ResponseBody.ReadAsync(response, MostBytes, cancellationToken));
        string Field(string name) => fields.GetValueOrDefault(name, "");
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"AWS STS {form["Action"]} of {form["RoleArn"]}: {(int)response.StatusCode} {Field("Code")} {Field("Message")}".TrimEnd(), null, response.StatusCode);
        }

        return Field("AccessKeyId").Length > 0 && Field("SecretAccessKey").Length > 0
            ? new AwsCredentials(Field("AccessKeyId"), new Secret(Field("SecretAccessKey")), new Secret(Field("SessionToken")), AwsTime.Parse(Field("Expiration")))
            : throw new HttpRequestException($"AWS STS {form["Action"]} of {form["RoleArn"]}: the answer has no credentials");
    }

    /// <summary>The texts of all elements by their names; none if this is no XML.</summary>
    private static Dictionary<string, string> Fields(byte[] body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var name = "";
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element)
                {
                    name = xml.LocalName;
                }
                else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    fields[name] = xml.Value;
                }
            }
        }
        catch (XmlException)
        {
            // The caller says what is missing, or the status it came with.
            fields.Clear();
        }

        return fields;
    }
}

/// <summary>Times as AWS writes them.</summary>
internal static class AwsTime
{
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
