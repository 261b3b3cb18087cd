using System.Globalization;

namespace Pharos.Discovery.Targets;

internal static class HostPort
{
    /// <summary>As an address has it: in brackets if the host has colons.</summary>
    public static string Join(string host, long port) => Join(host, port.ToString(CultureInfo.InvariantCulture));

    public static string Join(string host, string port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
}
