namespace HybridOrleans.Silo.Access;

/// <summary>An OpenID Connect provider where people sign in instead of with a key.</summary>
/// <param name="Authority">Its address, as its discovery document names it; https, except on this machine.</param>
/// <param name="ClientId">What this silo is called there.</param>
/// <param name="ClientSecret">What it proves that with; a secret.</param>
/// <param name="RoleClaim">The claim whose value is <c>reader</c>, <c>operator</c> or <c>admin</c>.</param>
internal sealed record OpenIdSettings(Uri Authority, string ClientId, string ClientSecret, string RoleClaim)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} at {Authority}";
}
