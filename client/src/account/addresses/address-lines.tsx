export interface PostalAddress {
  readonly fullName: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
}

export function AddressLines({ address }: { readonly address: PostalAddress }) {
  const { fullName, line1, line2, city, postalCode, country } = address;
  return (
    <address className="leading-relaxed not-italic">
      <span className="font-medium">{fullName}</span>
      <br />
      {line1}
      {line2 === null || line2 === '' ? null : (
        <>
          <br />
          {line2}
        </>
      )}
      <br />
      {postalCode} {city}, {country}
    </address>
  );
}
