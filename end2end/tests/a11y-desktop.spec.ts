// Every page on a desktop. Files run beside each other: half of the pages each.

import { axeFindsNothing } from './support/axe';

axeFindsNothing(false);
