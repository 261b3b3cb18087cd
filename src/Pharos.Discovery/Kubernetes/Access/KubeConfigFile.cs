using System.Text;
using Pharos.Configuration;
using Pharos.Configuration.Yaml;
using Pharos.Http.Options;

namespace Pharos.Discovery.Kubernetes.Access;

/// <summary>
/// Reads what <c>kubectl</c> is configured by: the cluster and the user of the current context. Fields that have no meaning here are passed
/// over; those that cannot be done are refused.
/// </summary>
internal sealed class KubeConfigFile
{
    private const int MostBytes = 16 << 20;

    private readonly string _path;
    private readonly YamlNode _root;

    private KubeConfigFile(string path, YamlNode root)
    {
        (_path, _root) = (path, root);
    }

    /// <exception cref="IOException">The file cannot be read, or does not say how to reach a cluster.</exception>
    public static ClusterAccess Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new IOException($"{path}: it has more than {MostBytes} bytes");
        }

        YamlNode? root;
        try
        {
            root = YamlDocument.Parse(File.ReadAllText(path));
        }
        catch (YamlException error)
        {
            throw new IOException($"{path}:{error.Line}: {error.Reason}", error);
        }

        return root is { Kind: YamlKind.Mapping } ? new KubeConfigFile(path, root).Access() : throw new IOException($"{path}: it is no kubeconfig");
    }

    private ClusterAccess Access()
    {
        var name = Text(_root, "current-context");
        if (name.Length == 0)
        {
            throw Wrong("it has no current-context");
        }

        var context = Named("contexts", "context", name);
        var cluster = Named("clusters", "cluster", Text(context, "cluster"));
        var user = Text(context, "user") is { Length: > 0 } userName ? Named("users", "user", userName) : null;
        var server = Text(cluster, "server");
        if (server.Length == 0)
        {
            throw Wrong($"no server found for cluster \"{Text(context, "cluster")}\"");
        }

        var http = new HttpClientOptions { Tls = Tls(cluster, user) };
        http.Proxy.Url = Text(cluster, "proxy-url");
        http.Proxy.FromEnvironment = http.Proxy.Url.Length == 0;
        if (user is not null)
        {
            Identify(http, user);
        }

        // A server without a scheme is spoken to securely if there is anything that this can be done with.
        var isSecure = http.Tls is { } tls && (tls.Ca.Length + tls.CaFile.Length + tls.Cert.Length + tls.CertFile.Length > 0 || tls.InsecureSkipVerify);
        return new ClusterAccess(ClusterAccess.Root(server, isSecure ? "https" : "http"), http);
    }

    private TlsOptions Tls(YamlNode cluster, YamlNode? user)
    {
        var tls = new TlsOptions { InsecureSkipVerify = Flag(cluster, "insecure-skip-tls-verify"), ServerName = Text(cluster, "tls-server-name") };
        (tls.Ca, tls.CaFile) = DataOrFile(cluster, "certificate-authority");
        if (tls.InsecureSkipVerify && tls.Ca.Length + tls.CaFile.Length > 0)
        {
            throw Wrong("certificate-authority and insecure-skip-tls-verify cannot be used together");
        }

        if (user is not null)
        {
            (tls.Cert, tls.CertFile) = DataOrFile(user, "client-certificate");
            (var key, tls.KeyFile) = DataOrFile(user, "client-key");
            tls.Key = new Secret(key);
            if (tls.Cert.Length + tls.CertFile.Length > 0 != key.Length + tls.KeyFile.Length > 0)
            {
                throw Wrong("client-certificate and client-key must be given together");
            }
        }

        return tls;
    }

    private void Identify(HttpClientOptions http, YamlNode user)
    {
        foreach (var refused in new[] { "exec", "auth-provider" })
        {
            if (user[refused] is { IsNull: false } node)
            {
                throw Wrong($"line {node.Line}: {refused} is not supported: Pharos runs no credential plugins; give a token, a tokenFile or a client certificate");
            }
        }

        var (token, tokenFile, username) = (Text(user, "token"), Absolute(Text(user, "tokenFile")), Text(user, "username"));
        if (token.Length + tokenFile.Length > 0 && username.Length > 0)
        {
            throw Wrong("more than one authentication method found: token and username");
        }

        if (tokenFile.Length > 0)
        {
            http.Authorization = new AuthorizationOptions { CredentialsFile = tokenFile };
        }
        else if (token.Length > 0)
        {
            http.Authorization = new AuthorizationOptions { Credentials = new Secret(token) };
        }
        else if (username.Length > 0)
        {
            http.BasicAuth = new BasicAuthOptions { Username = username, Password = new Secret(Text(user, "password")) };
        }

        Impersonate(http, user);
    }

    private void Impersonate(HttpClientOptions http, YamlNode user)
    {
        Add("Impersonate-User", [Text(user, "as")]);
        Add("Impersonate-Uid", [Text(user, "as-uid")]);
        Add("Impersonate-Group", Texts(user, "as-groups"));
        foreach (var extra in user["as-user-extra"] is { Kind: YamlKind.Mapping } extras ? extras.Entries : [])
        {
            Add("Impersonate-Extra-" + Uri.EscapeDataString(extra.Key.Text.ToLowerInvariant()), [.. extra.Value.Items.Select(static item => item.Text)]);
        }

        void Add(string header, string[] values)
        {
            if (values.Any(static value => value.Length > 0))
            {
                http.Headers[header] = new HeaderOptions { Values = values };
            }
        }
    }

    private YamlNode Named(string list, string kind, string name)
    {
        var found = _root[list] is { Kind: YamlKind.Sequence } entries
            ? entries.Items.FirstOrDefault(entry => entry.Kind == YamlKind.Mapping && Text(entry, "name") == name)
            : null;
        return found?[kind] is { Kind: YamlKind.Mapping } node ? node : throw Wrong($"{kind} \"{name}\" does not exist");
    }

    /// <summary>What stands in the file itself counts before what it points at.</summary>
    private (string Text, string File) DataOrFile(YamlNode node, string field)
    {
        var data = Text(node, field + "-data");
        if (data.Length == 0)
        {
            return ("", Absolute(Text(node, field)));
        }

        try
        {
            return (Encoding.UTF8.GetString(Convert.FromBase64String(data)), "");
        }
        catch (FormatException)
        {
            throw Wrong($"line {node[field + "-data"]!.Line}: {field}-data is no base64");
        }
    }

    private string Absolute(string file) => file.Length == 0 ? "" : Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(_path))!);

    private string Text(YamlNode node, string field) => node[field] switch
    {
        null or { IsNull: true } => "",
        { Kind: YamlKind.Scalar } scalar => scalar.Text,
        var other => throw Wrong($"line {other.Line}: {field} is no text"),
    };

    private string[] Texts(YamlNode node, string field) => node[field] switch
    {
        null or { IsNull: true } => [],
        { Kind: YamlKind.Sequence } list => [.. list.Items.Select(static item => item.Text)],
        var other => throw Wrong($"line {other.Line}: {field} is no list"),
    };

    private bool Flag(YamlNode node, string field) => Text(node, field) is "true" or "True" or "TRUE";

    private IOException Wrong(string complaint) => new($"{_path}: {complaint}");
}
