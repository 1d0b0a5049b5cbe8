// Every page on a phone. Files run beside each other: half of the pages each.

import { axeFindsNothing } from './support/axe';

axeFindsNothing(true);
