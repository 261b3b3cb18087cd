namespace Pharos.Discovery.Dns.Messages;

/// <summary>A record of an answer.</summary>
/// <param name="Host">An address, or a name that ends with a dot; empty for kinds that are not read.</param>
/// <param name="Port">Of <see cref="DnsType.Srv"/>.</param>
internal readonly record struct DnsRecord(DnsType Type, string Host, ushort Port = 0);
