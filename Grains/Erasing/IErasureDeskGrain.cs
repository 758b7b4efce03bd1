namespace HybridOrleans.Grains.Erasing;

/// <summary>Looks for erasures that are open and lets them go on. One per cluster; its key is 0.</summary>
[Alias("hybrid.erasure-desk")]
[GrainInterfaceType("hybrid.erasure-desk")]
internal interface IErasureDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Looks, unless it has just done so. Every silo asks for it again and again.</summary>
    [Alias("look")]
    ValueTask LookAsync();
}
