namespace Pharos.Http.OAuth2;

/// <summary>A token and until when it is good.</summary>
/// <param name="Header">The value of the Authorization header.</param>
/// <param name="Secret">What it was asked for with; another secret asks again.</param>
/// <param name="Expiry">Null for never.</param>
internal sealed record Token(string Header, string Secret, DateTimeOffset? Expiry)
{
    /// <summary>Time for a request to get there.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    public bool IsGood(string secret, TimeProvider time) => Secret == secret && (Expiry is null || time.GetUtcNow() < Expiry - Margin);
}
