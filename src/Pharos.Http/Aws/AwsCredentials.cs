using Pharos.Configuration;

namespace Pharos.Http.Aws;

/// <summary>What requests are signed with.</summary>
/// <param name="SessionToken">Empty for the keys of a user.</param>
/// <param name="Expiry">Null for never.</param>
public sealed record AwsCredentials(string AccessKey, Secret SecretKey, Secret SessionToken = default, DateTimeOffset? Expiry = null)
{
    /// <summary>New ones are fetched that long before, so that a request under way does not outlive them.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    internal bool IsGood(TimeProvider time) => Expiry is null || time.GetUtcNow() < Expiry - Margin;
}
